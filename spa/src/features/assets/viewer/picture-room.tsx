import { Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "@/ui/button";
import { prefersStillness } from "@/ui/stillness";
import { NoPicture } from "./no-picture";
import { Room, swipesOf, useStage } from "./room";
import { StagePicture } from "./stage";
import { useZoom } from "./use-zoom";
import type { RoomProps } from "./viewer";
import type { StageKeys } from "./viewer-keys";

/** A picture: it fits, zooms to its pixels and pans; or the words for why there is none. */
export function PictureRoom(props: RoomProps) {
  const { card, asset, actions } = props;
  const { stage, keys } = useStage();
  const [moves, setMoves] = useState(() => !prefersStillness());
  const moving = card.status === "READY" ? (card.animation?.url ?? null) : null;
  useMotionKey(keys, moving !== null, () => setMoves((now) => !now));
  const picture = {
    width: card.width ?? card.medium?.width ?? 1200,
    height: card.height ?? card.medium?.height ?? 800,
  };
  const zoom = useZoom(stage, picture, swipesOf(props));
  const visible = card.status !== "QUARANTINED" && (card.small !== null || card.placeholder !== null);
  return (
    <Room {...props} stage={stage} keys={keys} zoom={visible ? zoom : null} className="touch-none sm:mx-16 sm:mb-6">
      {visible && <StagePicture card={card} detail={asset} zoom={zoom} moving={moves ? moving : null} />}
      {visible && moving !== null && (
        <IconButton
          onPicture
          icon={moves ? Pause : Play}
          label={moves ? "Hold it still" : "Let it move"}
          onClick={() => setMoves(!moves)}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 [&_svg]:fill-current"
        />
      )}
      <NoPicture
        card={card}
        shown={visible}
        onRetry={() => actions.retryAsset(card.id)}
        onDownload={() => actions.download(card.id)}
        onRelease={() => actions.askRelease(card.id)}
      />
    </Room>
  );
}

/** Space and k hold a moving picture still, and let it go. */
function useMotionKey(keys: StageKeys, moving: boolean, toggle: () => void): void {
  useEffect(() => {
    return keys.answer(({ key, target }) => {
      const meant = moving && (key === "k" || (key === " " && !(target instanceof HTMLButtonElement)));
      if (meant) toggle();
      return meant;
    });
  });
}
