import {
  ArchiveRestore,
  ArrowLeft,
  ChevronLeft,
  ChevronRight,
  Download,
  FolderPlus,
  Info,
  Maximize2,
  Minimize2,
  Trash2,
} from "lucide-react";
import type { AssetCard } from "@/lib/library/asset-card";
import { Button, IconButton } from "@/ui/button";
import { cx } from "@/ui/class-names";
import type { Zoom } from "./use-zoom";
import type { Neighbours } from "./viewer";

type BarProps = {
  card: AssetCard;
  zoom: Zoom | null;
  info: boolean;
  toggleInfo: () => void;
  onClose: () => void;
  onDownload: () => void;
  /** Null where nothing can be put into a collection. */
  onCollect: (() => void) | null;
  onRemove: () => void;
  /** For good, out of the trash. */
  onDelete: () => void;
};

/** What it is called, and what one can do with it. */
export function ViewerBar({ card, zoom, info, toggleInfo, onClose, onDownload, ...changing }: BarProps) {
  const zoomed = (zoom?.hold.scale ?? 1) > 1.01;
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 px-2 sm:px-3">
      <IconButton icon={ArrowLeft} label="Back to the library" onClick={onClose} />
      <h1 className="min-w-0 flex-1 truncate px-1 text-sm font-medium" title={card.title}>
        <bdi>{card.title}</bdi>
        {card.trashedAt !== null && <span className="ml-2 font-normal text-warn">in the trash</span>}
      </h1>
      {zoom && (
        <>
          <span className="px-1 text-xs text-ink-faint tabular-nums max-sm:hidden">
            {Math.round((zoom.hold.scale / zoom.pixels) * 100)} %
          </span>
          <IconButton
            icon={zoomed ? Minimize2 : Maximize2}
            label={zoomed ? "Fit to the window" : "Show every pixel"}
            onClick={zoom.toggle}
          />
        </>
      )}
      <IconButton icon={Download} label="Download" aria-keyshortcuts="d" onClick={onDownload} />
      <Changing card={card} {...changing} />
      <IconButton
        icon={Info}
        label="Information"
        aria-pressed={info}
        onClick={toggleInfo}
        className={cx(info && "bg-accent-wash text-ink")}
      />
    </header>
  );
}

/** Where it belongs: a collection, the trash; out of the trash, back or away for good. */
function Changing({
  card,
  onCollect,
  onRemove,
  onDelete,
}: Pick<BarProps, "card" | `on${"Collect" | "Remove" | "Delete"}`>) {
  if (card.trashedAt !== null)
    return (
      <>
        <Button icon={ArchiveRestore} aria-label="Restore" title="Restore" onClick={onRemove}>
          <span className="max-sm:hidden">Restore</span>
        </Button>
        <Button look="danger" icon={Trash2} aria-label="Delete for good" title="Delete for good" onClick={onDelete}>
          <span className="max-sm:hidden">Delete for good</span>
        </Button>
      </>
    );
  return (
    <>
      {onCollect && (
        <IconButton icon={FolderPlus} label="Add to a collection" aria-keyshortcuts="c" onClick={onCollect} />
      )}
      <IconButton icon={Trash2} label="Move to the trash" aria-keyshortcuts="Delete" onClick={onRemove} />
    </>
  );
}

/** The way to the neighbours, at the sides. */
export function Chevrons({
  neighbours: { before, after },
  onGo,
}: {
  neighbours: Neighbours;
  onGo: (id: string) => void;
}) {
  const side = "absolute top-1/2 -translate-y-1/2 max-sm:hidden";
  return (
    <>
      {before !== null && (
        <IconButton
          icon={ChevronLeft}
          label="Previous"
          onClick={() => onGo(before)}
          className={cx(side, "left-3 size-11")}
        />
      )}
      {after !== null && (
        <IconButton
          icon={ChevronRight}
          label="Next"
          onClick={() => onGo(after)}
          className={cx(side, "right-3 size-11")}
        />
      )}
    </>
  );
}
