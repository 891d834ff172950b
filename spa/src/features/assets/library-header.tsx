import { FolderUp, Plus, Tags } from "lucide-react";
import type { ReactNode } from "react";
import { count } from "@/lib/format/words";
import { useSignal } from "@/lib/state/signal";
import { Button, IconButton } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { FilterChips } from "./filter-chips";
import { foundWords } from "./found-words";
import { DensitySlider, FilterButton, SortMenu } from "./library-bar";
import type { AssetList } from "./list/asset-list";
import type { View } from "./list/view";
import { SearchField } from "./search/search-field";
import type { ShowView } from "./use-viewing";

type HeaderProps = {
  list: AssetList;
  /** What the address says; the list may still be the one before. */
  view: View;
  show: ShowView;
  heading: ReactNode;
  place: string | null;
  filters: { open: boolean; toggle: () => void };
  pickFiles: () => void;
  pickFolder: () => void;
  pickWithDetails: () => void;
};

/** Where one is, the search, and how it is shown. */
export function LibraryHeader({ list, view, show, heading, place, filters, ...adding }: HeaderProps) {
  const chosen = [view.has, view.not].flatMap((choices) => Object.values(choices)).flat().length;
  return (
    <header className="relative flex min-h-16 shrink-0 flex-wrap items-center gap-x-2 gap-y-2 px-4 py-2.5 sm:py-3 sm:pr-14 sm:pl-6">
      {heading ?? <h1 className="text-lg font-semibold tracking-tight">{view.trashed ? "Trash" : "Library"}</h1>}
      <Count list={list} view={view} className={cx("mr-auto ml-1", heading != null && "max-sm:hidden")} />
      <SearchField view={view} show={show} place={place} />
      <span className="flex items-center gap-1 sm:ml-auto sm:gap-2">
        <FilterButton open={filters.open} chosen={chosen} onToggle={filters.toggle} />
        <SortMenu view={view} show={show} />
        <DensitySlider />
        {!view.trashed && <AddButtons {...adding} />}
      </span>
      <div className="basis-full empty:hidden">
        <FilterChips view={view} show={show} />
      </div>
    </header>
  );
}

function Count({ list, view, className }: { list: AssetList; view: View; className: string }) {
  useSignal(list.sections);
  useSignal(list.arrivals);
  const found = useSignal(list.found);
  const opened = useSignal(list.state).kind === "open";
  const total = list.total();
  const items = total > 0 ? `${list.exact ? "" : "Up to "}${count(total, "item")}` : "";
  return (
    <p
      className={cx("text-sm whitespace-nowrap sm:min-w-24 text-ink-faint tabular-nums", className)}
      role={view.words === "" ? undefined : "status"}
      aria-live={view.words === "" ? "off" : "polite"}
    >
      {opened && (found ? foundWords(found) : items)}
    </p>
  );
}

function AddButtons({
  pickFiles,
  pickFolder,
  pickWithDetails,
}: Pick<HeaderProps, `pick${string}` & keyof HeaderProps>) {
  return (
    <>
      <IconButton icon={Tags} label="Add with details" onClick={pickWithDetails} className="max-lg:hidden" />
      <IconButton icon={FolderUp} label="Add a folder" onClick={pickFolder} className="max-lg:hidden" />
      <Button look="primary" icon={Plus} onClick={pickFiles} className="max-sm:hidden">
        Add files
      </Button>
    </>
  );
}
