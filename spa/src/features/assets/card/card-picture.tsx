import { useEffect, useState } from "react";
import { isDrawn, type AssetCard } from "@/lib/library/asset-card";
import { blurredPicture } from "@/lib/library/thumb-hash";
import { useServices } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import type { UploadItem } from "@/lib/uploads/upload-item";
import { cx } from "@/ui/class-names";
import { Picture } from "@/ui/picture";
import { KIND_ICONS } from "./kind-icon";

type PictureProps = {
  cardKey: string;
  item: UploadItem | undefined;
  asset: AssetCard | undefined;
  width: number;
  kind: AssetCard["kind"];
};

const FILL = "absolute inset-0 size-full object-cover";

/** The best picture there is: blurred, then the file's own pixels, then the sharp thumbnail fading in over both. */
export function CardPicture({ cardKey, item, asset, width, kind }: PictureProps) {
  const { pictures } = useServices();
  const local = useKeyed(pictures.urls, item ? cardKey : undefined);
  const [sharp, setSharp] = useState<string | null>(null);
  const small = asset?.small ?? null;
  const held = asset?.status === "QUARANTINED";
  const file = item?.file;
  useEffect(() => {
    if (!file || small || held) return undefined;
    pictures.want(cardKey, file);
    return () => pictures.unwant(cardKey);
  }, [pictures, cardKey, file, small, held]);
  useEffect(() => {
    if (sharp === null || local === undefined) return undefined;
    // Kept for the length of the cross-fade, then let go.
    const timer = setTimeout(() => pictures.release(cardKey), 400);
    return () => clearTimeout(timer);
  }, [pictures, cardKey, sharp, local]);
  if (held) return null;
  const blurred = asset?.placeholder && sharp !== small?.url ? blurredPicture(asset.placeholder) : null;
  const Icon = KIND_ICONS[kind];
  return (
    <>
      {!local && !blurred && !small && (
        <Icon
          size={28}
          strokeWidth={1.3}
          className={cx("absolute inset-x-0 m-auto text-ink-faint", asset?.status === "FAILED" ? "top-4" : "inset-y-0")}
          aria-hidden
        />
      )}
      {blurred && <img src={blurred} alt="" className={FILL} />}
      {local && <img src={local} alt="" data-picture="local" className={cx(FILL, "animate-appear")} />}
      {small && (
        <Picture
          src={small.url}
          srcSet={sourcesOf(asset)}
          sizes={`${Math.round(width)}px`}
          alt=""
          decoding="async"
          draggable={false}
          data-picture="sharp"
          onLoad={() => setSharp(small.url)}
          className={cx(
            FILL,
            "transition-opacity duration-200",
            sharp === small.url ? "opacity-100" : "opacity-0",
            asset && isDrawn(asset) && "bg-sheet",
          )}
        />
      )}
    </>
  );
}

function sourcesOf(asset: AssetCard | undefined): string {
  const sources = [asset?.small, asset?.medium].filter((one) => one?.width);
  return sources.map((one) => `${one?.url ?? ""} ${one?.width ?? 320}w`).join(", ");
}
