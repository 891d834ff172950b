import { useState } from "react";
import { isDrawn, type AssetCard } from "@/lib/library/asset-card";
import { blurredPicture } from "@/lib/library/thumb-hash";
import { cx } from "@/ui/class-names";
import { Picture } from "@/ui/picture";
import { largestPicture, type AssetDetail } from "./asset-detail";
import { useOriginal } from "./use-original";
import type { Zoom } from "./use-zoom";

/** `moving` is the moving copy of an animated picture, while it shall move. */
type StageProps = { card: AssetCard; detail: AssetDetail | undefined; zoom: Zoom; moving: string | null };

/** The picture, from blurred to its own pixels, each finer one fading in over the coarser. */
export function StagePicture({ card, detail, zoom, moving }: StageProps) {
  const { hold, fitted } = zoom;
  const large = detail && largestPicture(detail);
  const shownPixels = fitted.width * hold.scale * devicePixelRatio;
  const finer = (card.width ?? 0) > (large?.width ?? Infinity);
  const original = useOriginal(detail, finer && shownPixels > (large?.width ?? Infinity) * 1.1);
  const blurred = card.placeholder ? blurredPicture(card.placeholder) : null;
  const layers = [blurred, card.small?.url, card.medium?.url, large?.url, original, moving];
  const urls = [...new Set(layers.filter((url) => typeof url === "string"))];
  return (
    <div
      className="pointer-events-none absolute top-1/2 left-1/2 overflow-hidden"
      style={{
        width: fitted.width,
        height: fitted.height,
        transform: `translate(-50%, -50%) translate(${hold.x}px, ${hold.y}px) scale(${hold.scale})`,
      }}
    >
      {urls.map((url, index) => (
        <Layer
          key={url}
          url={url}
          alt={index === urls.length - 1 ? card.title : ""}
          pixelated={hold.scale > zoom.pixels * 1.5}
          drawn={isDrawn(card)}
        />
      ))}
    </div>
  );
}

function Layer({ url, alt, pixelated, drawn }: { url: string; alt: string; pixelated: boolean; drawn: boolean }) {
  const [loaded, setLoaded] = useState(false);
  return (
    <Picture
      src={url}
      alt={alt}
      draggable={false}
      onLoad={() => setLoaded(true)}
      className={cx(
        "absolute inset-0 size-full object-cover transition-opacity duration-150",
        loaded ? "opacity-100" : "opacity-0",
        pixelated && "[image-rendering:pixelated]",
        drawn && "bg-sheet",
      )}
    />
  );
}
