import { PagesView } from "@/features/assets/pages/pages-view";
import { SoundPlayer } from "@/features/assets/player/sound-player";
import { FilmStage } from "./film-stage";
import { Room, swipesOf, useStage } from "./room";
import { useSwipes } from "./use-swipes";
import type { RoomProps } from "./viewer";

/** A film, in a player. */
export function FilmRoom(props: RoomProps) {
  const { card, asset, actions } = props;
  const { stage, keys } = useStage();
  return (
    <Room {...props} stage={stage} keys={keys} className="overflow-visible sm:mx-16 sm:mb-6">
      <FilmStage {...{ card, asset, keys }} swipes={swipesOf(props)} onDownload={() => actions.download(card.id)} />
    </Room>
  );
}

/** A sound, with its waveform. */
export function SoundRoom(props: RoomProps) {
  const { card, asset, actions } = props;
  const { stage, keys } = useStage();
  useSwipes(stage, swipesOf(props));
  return (
    <Room {...props} stage={stage} keys={keys} className="touch-none overflow-visible sm:mx-16">
      <SoundPlayer {...{ card, asset, keys }} onDownload={() => actions.download(card.id)} />
    </Room>
  );
}

/** A document, page under page. */
export function PagesRoom(props: RoomProps) {
  const { card, asset } = props;
  const { stage, keys } = useStage();
  const { left, right } = swipesOf(props);
  useSwipes(stage, { left, right });
  return (
    <Room {...props} stage={stage} keys={keys} className="sm:mx-16">
      <PagesView {...{ card, asset, keys }} />
    </Room>
  );
}
