import { Trash2 } from "lucide-react";
import { useMay } from "@/lib/permissions";
import { useSignal } from "@/lib/state/signal";
import type { AssetList } from "@/features/assets/list/asset-list";
import { isNarrowed } from "@/features/assets/list/view";
import { Button } from "@/ui/button";
import { stayWords } from "./words";

type LineProps = {
  list: AssetList;
  /** Days after which what is here is deleted for good; null for never. */
  days: number | null;
  /** While some are chosen, nothing is offered that is done to all. */
  choosing: boolean;
  onEmpty: () => void;
};

/** How long things stay in the trash, and for who manages the library the way to empty it now. */
export function TrashLine({ list, days, choosing, onEmpty }: LineProps) {
  const managesLibrary = useMay("library.manage");
  const opening = useSignal(list.state).kind === "opening";
  useSignal(list.sections);
  // What narrows the view may hide all there is.
  const empty = list.total() === 0 && !isNarrowed(list.view);
  if (empty && !opening) return null;
  return (
    <div className="flex min-h-9 shrink-0 items-center justify-between gap-3 px-4 sm:pr-14 sm:pl-6 touch:min-h-11">
      <p className="min-w-0 text-sm text-ink-soft">{stayWords(days)}</p>
      {managesLibrary && !empty && !choosing && (
        <Button look="quiet" icon={Trash2} onClick={onEmpty} className="-mr-3.5">
          Empty the trash
        </Button>
      )}
    </div>
  );
}
