import { useRef } from "react";
import { NoPicture } from "./no-picture";
import { Room, swipesOf } from "./room";
import { StagePicture } from "./stage";
import { useZoom } from "./use-zoom";
import type { RoomProps } from "./viewer";

/** A picture: it fits, zooms to its pixels and pans; or the words for why there is none. */
export function PictureRoom(props: RoomProps) {
  const { card, asset, actions } = props;
  const stage = useRef<HTMLDivElement>(null);
  const picture = {
    width: card.width ?? card.medium?.width ?? 1200,
    height: card.height ?? card.medium?.height ?? 800,
  };
  const zoom = useZoom(stage, picture, swipesOf(props));
  const visible = card.status !== "QUARANTINED" && (card.small !== null || card.placeholder !== null);
  return (
    <Room {...props} stage={stage} zoom={visible ? zoom : null} className="touch-none sm:mx-16 sm:mb-6">
      {visible && <StagePicture card={card} detail={asset} zoom={zoom} />}
      <NoPicture
        card={card}
        shown={visible}
        onRetry={() => actions.retryAsset(card.id)}
        onDownload={() => actions.download(card.id)}
      />
    </Room>
  );
}
