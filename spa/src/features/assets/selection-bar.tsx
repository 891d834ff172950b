import { Download, RotateCcw, X } from "lucide-react";
import { count } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { Button, IconButton } from "@/ui/button";
import type { Selection } from "./grid/use-selection";
import type { AssetActions } from "./use-asset-actions";

/** A browser asks the person once for many downloads; more than this at a time it may drop silently. */
const MOST_DOWNLOADS = 50;

/** What can be done with everything selected. */
export function SelectionBar({ selection, actions }: { selection: Selection; actions: AssetActions }) {
  const { library, uploads } = useServices();
  const ids = [...selection.keys].map((key) => uploads.items.get(key)?.assetId ?? key);
  const retryable = ids.filter((id) => library.assets.get(id)?.failure?.retryable);
  const downloadable = ids.filter((id) =>
    ["READY", "FAILED", "PROCESSING"].includes(library.assets.get(id)?.status ?? ""),
  );
  return (
    <div
      role="toolbar"
      aria-label="Selection"
      className="flex h-16 shrink-0 animate-appear items-center gap-2 bg-accent-wash px-2 sm:px-4"
    >
      <IconButton icon={X} label="Clear the selection" onClick={selection.clear} />
      <p className="min-w-0 flex-1 truncate text-base font-medium tabular-nums" role="status">
        {count(selection.keys.size, "item")} selected
      </p>
      {retryable.length > 0 && (
        <Button
          icon={RotateCcw}
          onClick={() => void actions.retryAll(retryable)}
        >{`Try ${retryable.length} again`}</Button>
      )}
      {downloadable.length > 0 && (
        <Button
          icon={Download}
          disabled={downloadable.length > MOST_DOWNLOADS}
          title={downloadable.length > MOST_DOWNLOADS ? `Up to ${MOST_DOWNLOADS} at a time` : undefined}
          onClick={() => downloadable.forEach(actions.download)}
        >
          Download
        </Button>
      )}
    </div>
  );
}
