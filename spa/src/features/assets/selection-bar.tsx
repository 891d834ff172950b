import {
  ArchiveRestore,
  ChevronDown,
  Download,
  FolderMinus,
  FolderPlus,
  RotateCcw,
  Scaling,
  Trash2,
  X,
} from "lucide-react";
import { count } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem } from "@/ui/menu";
import type { Selection } from "./grid/use-selection";
import type { View } from "./list/view";
import type { AssetActions } from "./use-asset-actions";

/** A browser asks the person once for many downloads; more than this at a time it may drop silently. */
const MOST_DOWNLOADS = 50;
/** The API makes no more renditions in one request. */
const MOST_SIZES = 100;

type SelectionBarProps = { selection: Selection; actions: AssetActions; view: View };

/** What can be done with everything selected. */
export function SelectionBar({ selection, actions, view: { trashed, collection } }: SelectionBarProps) {
  const { library, uploads } = useServices();
  const ids = [...selection.keys].map((key) => uploads.items.get(key)?.assetId ?? key);
  const retryable = ids.filter((id) => library.assets.get(id)?.failure?.retryable);
  const move = (how: (ids: readonly string[]) => Promise<void>): void => {
    selection.clear();
    void how(ids);
  };
  return (
    <div
      role="toolbar"
      aria-label="Selection"
      className="flex h-16 shrink-0 animate-appear items-center gap-2 bg-accent-wash px-2 sm:px-4"
    >
      <IconButton icon={X} label="Clear the selection" onClick={selection.clear} />
      <p className="min-w-0 flex-1 truncate text-base font-medium tabular-nums" role="status">
        {count(selection.keys.size, "item")}
        <span className="max-sm:hidden"> selected</span>
      </p>
      {retryable.length > 0 && !trashed && (
        <Button
          icon={RotateCcw}
          aria-label={`Try ${retryable.length} again`}
          onClick={() => void actions.retryAll(retryable)}
        >
          <span className="max-sm:hidden">{`Try ${retryable.length} again`}</span>
        </Button>
      )}
      {!trashed && (
        <Button
          icon={FolderPlus}
          aria-label="Add to a collection"
          title="Add to a collection (c)"
          onClick={() => actions.askCollection(ids)}
        >
          <span className="max-lg:hidden">Add to a collection</span>
        </Button>
      )}
      {!trashed && collection !== null && (
        <Button
          icon={FolderMinus}
          aria-label="Remove from this collection"
          title="Remove from this collection"
          onClick={() => move((some) => actions.leaveCollection(collection, some))}
        >
          <span className="max-xl:hidden">Remove from this collection</span>
        </Button>
      )}
      <DownloadMenu ids={ids} actions={actions} />
      {trashed ? (
        <>
          <Button
            look="danger"
            icon={Trash2}
            aria-label="Delete for good"
            title="Delete for good"
            onClick={() => actions.askDelete(ids, selection.clear)}
          >
            <span className="max-sm:hidden">Delete for good</span>
          </Button>
          <Button look="primary" icon={ArchiveRestore} onClick={() => move(actions.restore)}>
            Restore
          </Button>
        </>
      ) : (
        <Button
          icon={Trash2}
          aria-label="Move to the trash"
          title="Move to the trash (Delete)"
          onClick={() => move(actions.trash)}
        >
          <span className="max-lg:hidden">Move to the trash</span>
        </Button>
      )}
    </div>
  );
}

function DownloadMenu({ ids, actions }: { ids: readonly string[]; actions: AssetActions }) {
  const { library } = useServices();
  const having = (...statuses: string[]): string[] =>
    ids.filter((id) => statuses.includes(library.assets.get(id)?.status ?? ""));
  const originals = having("READY", "FAILED", "PROCESSING");
  const sizable = having("READY").filter((id) => library.assets.get(id)?.small);
  if (originals.length === 0) return null;
  return (
    <Menu
      label="Download"
      trigger={(props) => (
        <Button icon={Download} aria-label="Download" {...props}>
          <span className="max-sm:hidden">Download</span>
          <ChevronDown size={14} aria-hidden className="-mr-1" />
        </Button>
      )}
    >
      {originals.length <= MOST_DOWNLOADS ? (
        <MenuItem icon={Download} onSelect={() => originals.forEach(actions.download)}>
          {originals.length === 1 ? "Download the original" : `Download ${originals.length} originals`}
        </MenuItem>
      ) : (
        <TooMany>{`Originals: up to ${MOST_DOWNLOADS} at a time`}</TooMany>
      )}
      {sizable.length > MOST_SIZES && <TooMany>{`A size of all: up to ${MOST_SIZES} at a time`}</TooMany>}
      {sizable.length > 0 && sizable.length <= MOST_SIZES && (
        <MenuItem icon={Scaling} onSelect={() => actions.askSizes(sizable)}>
          {sizable.length === ids.length ? "Make a size of all" : `Make a size of ${sizable.length} of them`}
        </MenuItem>
      )}
    </Menu>
  );
}

const TooMany = ({ children }: { children: string }) => (
  <p className="px-2.5 py-2 text-sm text-ink-faint">{children}</p>
);
