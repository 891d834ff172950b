import type { AssetCard } from "@/lib/library/asset-card";
import { useServices } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import { cx } from "@/ui/class-names";
import type { AssetDetail } from "./asset-detail";
import { preparationOf } from "./preparation";

type LineProps = { card: AssetCard; asset: AssetDetail | undefined; onPicture?: boolean };

/** How far the server is with it: step, percentage, and about how long it still takes. */
export function PreparationLine({ card, asset, onPicture = true }: LineProps) {
  const { library } = useServices();
  const work = useKeyed(library.work, card.id);
  const { words, share } = preparationOf(work, asset?.jobs ?? []);
  return (
    <div
      role="progressbar"
      aria-label="Preparation"
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share !== null && { "aria-valuenow": Math.floor(share * 100) })}
      aria-valuetext={words}
      className={cx(
        "animate-appear",
        onPicture &&
          "absolute inset-x-0 bottom-0 rounded-b-[inherit] bg-linear-to-t from-scrim px-4 pt-12 pb-4 text-on-picture sm:px-5 sm:pb-5",
      )}
    >
      <p className="mb-2.5 text-sm tabular-nums" aria-hidden>
        {words}
      </p>
      <div className={cx("h-1 overflow-hidden rounded-full", onPicture ? "bg-on-picture/25" : "bg-tile")}>
        <div
          className={cx(
            "h-full origin-left rounded-full transition-transform duration-500",
            onPicture ? "bg-on-picture" : "bg-accent",
            share === null && "animate-breathe opacity-40",
          )}
          style={{ transform: `scaleX(${share ?? 1})` }}
        />
      </div>
    </div>
  );
}
