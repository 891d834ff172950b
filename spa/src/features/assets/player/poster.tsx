import { Film } from "lucide-react";
import { useState } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { blurredPicture } from "@/lib/library/thumb-hash";
import { cx } from "@/ui/class-names";
import { Picture } from "@/ui/picture";

/** What a film shows until it plays: blurred, then finer and finer. */
export function Poster({ card, url }: { card: AssetCard; url: string | undefined }) {
  const blurred = card.placeholder ? blurredPicture(card.placeholder) : null;
  const urls = [card.small?.url, card.medium?.url, url].filter((one) => typeof one === "string");
  return (
    <>
      {!blurred && urls.length === 0 && (
        <Film size={40} strokeWidth={1.2} className="absolute inset-0 m-auto opacity-50" aria-hidden />
      )}
      {blurred && <img src={blurred} alt="" className="absolute inset-0 size-full object-contain" />}
      {[...new Set(urls)].map((one) => (
        <Layer key={one} url={one} />
      ))}
    </>
  );
}

function Layer({ url }: { url: string }) {
  const [loaded, setLoaded] = useState(false);
  return (
    <Picture
      src={url}
      alt=""
      draggable={false}
      onLoad={() => setLoaded(true)}
      className={cx(
        "absolute inset-0 size-full object-contain transition-opacity duration-150",
        loaded ? "opacity-100" : "opacity-0",
      )}
    />
  );
}
