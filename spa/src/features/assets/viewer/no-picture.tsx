import { Download, RotateCcw, ShieldAlert } from "lucide-react";
import type { AssetCard } from "@/lib/library/asset-card";
import { useMay } from "@/lib/permissions";
import { Button } from "@/ui/button";
import { KIND_ICONS, KIND_WORDS } from "@/features/assets/card/kind-icon";

type NoPictureProps = {
  card: AssetCard;
  shown: boolean;
  onRetry: () => void;
  onDownload: () => void;
  onRelease: () => void;
};

/** What stands in for a picture, or under it: why there is none, and what can be done. */
export function NoPicture({ card, shown, onRetry, onDownload, onRelease }: NoPictureProps) {
  const mayRelease = useMay("library.manage");
  const words = wordsOf(card, shown);
  if (words === null) return null;
  const Icon = KIND_ICONS[card.kind];
  const failed = card.status === "FAILED";
  return (
    <div
      className={
        shown
          ? "absolute inset-x-0 bottom-4 grid place-items-center px-4"
          : "absolute inset-0 grid place-items-center px-4"
      }
    >
      <div className="flex max-w-md animate-appear flex-col items-center gap-4 rounded-lg bg-raised px-6 py-5 text-center shadow-float">
        {!shown && <Icon size={32} strokeWidth={1.3} className="text-ink-faint" aria-hidden />}
        <p role={failed ? "alert" : "status"} className="text-sm text-pretty text-ink-soft">
          {words}
        </p>
        {card.status !== "PROCESSING" && card.status !== "UPLOADING" && (
          <div className="flex flex-wrap justify-center gap-2">
            {failed && card.failure?.retryable && (
              <Button look="primary" icon={RotateCcw} onClick={onRetry}>
                Try again
              </Button>
            )}
            {card.status === "QUARANTINED" && mayRelease && (
              <Button icon={ShieldAlert} onClick={onRelease}>
                Release ...
              </Button>
            )}
            {card.status !== "QUARANTINED" && (
              <Button icon={Download} onClick={onDownload}>
                Download original
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

function wordsOf(card: AssetCard, shown: boolean): string | null {
  if (card.status === "FAILED") return card.failure?.message ?? "This file could not be prepared.";
  if (card.status === "QUARANTINED")
    return card.failure?.message ?? "This file is held back until an administrator decides.";
  if (card.status === "UPLOADING") return "This file is still on its way.";
  if (card.status === "PROCESSING")
    return shown ? null : "A picture of this file is being made. It appears here by itself.";
  return shown ? null : `${KIND_WORDS[card.kind]}s have no preview here yet. The original is kept as it came.`;
}
