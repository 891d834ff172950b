import { useEffect, useRef } from "react";
import { useServices } from "@/lib/services";
import { useKeyed, type Keyed } from "@/lib/state/keyed";
import type { AssetCard } from "@/lib/library/asset-card";
import { blurredPicture } from "@/lib/library/thumb-hash";
import { prefersStillness } from "@/ui/stillness";
import { MovingCopy, SilentFilm } from "./card/card-moving";
import { useMovingParts } from "./card/moving-parts";
import type { Match } from "./list/operations";
import { FoundName } from "./search/why-found";

type QuickLookProps = {
  cardKey: string;
  /** Why assets were found, by id. */
  matches: Keyed<Match>;
  onStep: (step: 1 | -1) => void;
  onOpen: () => void;
  onClose: () => void;
};

/** A larger look without leaving the grid: Space or Escape puts it away, arrows go on. */
export function QuickLook({ cardKey, matches, onStep, onOpen, onClose }: QuickLookProps) {
  const { library, uploads, pictures } = useServices();
  const item = useKeyed(uploads.items, cardKey);
  const asset = useKeyed(library.assets.rows, item ? (item.assetId ?? undefined) : cardKey);
  const match = useKeyed(matches, asset?.id);
  const local = useKeyed(pictures.urls, cardKey);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    ref.current?.focus();
  }, []);
  useEffect(() => {
    const act: Record<string, () => void> = {
      " ": onClose,
      Escape: onClose,
      Enter: onOpen,
      ArrowRight: () => onStep(1),
      ArrowLeft: () => onStep(-1),
      ArrowDown: () => onStep(1),
      ArrowUp: () => onStep(-1),
    };
    const onKey = (event: KeyboardEvent): void => {
      const action = act[event.key];
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      action();
    };
    addEventListener("keydown", onKey, true);
    return () => removeEventListener("keydown", onKey, true);
  });
  const url = asset?.medium?.url ?? asset?.small?.url ?? local;
  const blurred = asset?.placeholder ? blurredPicture(asset.placeholder) : null;
  const name = asset?.title ?? item?.file.name ?? "";
  const ratio = asset?.width && asset.height ? asset.width / asset.height : (item?.ratio ?? 1.5);
  return (
    <div
      ref={ref}
      role="dialog"
      aria-modal="true"
      aria-label={`Quick look: ${name}`}
      tabIndex={-1}
      className="fixed inset-0 z-20 grid animate-appear place-items-center p-6 outline-none"
    >
      <button
        type="button"
        aria-label="Close"
        tabIndex={-1}
        onClick={onClose}
        className="absolute inset-0 cursor-default bg-backdrop"
      />
      <figure
        className="pointer-events-none relative overflow-hidden rounded-lg bg-tile shadow-float"
        style={{ aspectRatio: ratio, width: `min(78vw, ${76 * ratio}dvh, 1400px)` }}
      >
        {blurred && <img src={blurred} alt="" className="absolute inset-0 size-full object-cover" />}
        {url && <img key={url} src={url} alt={name} className="absolute inset-0 size-full object-cover" />}
        {asset?.status === "READY" && !prefersStillness() && <QuickMotion asset={asset} />}
        <figcaption className="absolute inset-x-0 bottom-0 truncate bg-linear-to-t from-scrim px-4 pt-10 pb-3 text-sm text-on-picture">
          <FoundName name={name} match={match} />
        </figcaption>
      </figure>
    </div>
  );
}

/** A film plays silently and an animated picture moves, as they would under the pointer. */
function QuickMotion({ asset }: { asset: AssetCard }) {
  const file = useMovingParts(asset, true)?.files.at(-1)?.url;
  if (asset.animation) return <MovingCopy key={asset.id} url={asset.animation.url} />;
  return file === undefined ? null : <SilentFilm key={file} url={file} />;
}
