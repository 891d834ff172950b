import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import { useServices } from "@/lib/services";
import { useSignal } from "@/lib/state/signal";
import { usePageKey } from "@/ui/use-page-key";
import { AskedDialog, type CollectionPicker } from "./asked-dialog";
import { DegradedLine } from "./degraded-line";
import { FacetPanel, FacetSheet } from "./facets/facet-panel";
import { useFacetPanel } from "./facets/use-facet-panel";
import { foundWords } from "./found-words";
import { Grid, type GridHandle } from "./grid/grid";
import { useSelection, type Selection } from "./grid/use-selection";
import { LibraryHeader } from "./library-header";
import { EmptyCollection, EmptyLibrary, EmptyTrash, LibraryOpening, LibraryTrouble } from "./library-states";
import type { AssetList } from "./list/asset-list";
import { isNarrowed, paramsOf, type View } from "./list/view";
import { NewArrivals } from "./new-arrivals";
import { NothingFound } from "./nothing-found";
import { QuickLook } from "./quick-look";
import { SelectionBar } from "./selection-bar";
import { TrashLine } from "./trash/trash-line";
import { TroubleLine } from "./trouble-line";
import { useAssetActions, type AssetActions } from "./use-asset-actions";
import { useAssetList } from "./use-asset-list";
import { useViewing, type ShowView } from "./use-viewing";
import { Viewer } from "./viewer/viewer";

type Adding = { pickFiles: () => void; pickFolder: () => void; pickWithDetails: () => void };
type LibraryScreenProps = Adding & {
  Picker: CollectionPicker;
  /** Of the collection that is shown: what it is called, and what stands above what lies in it. */
  heading: ReactNode;
  shelf: ReactNode;
  /** What the collection is called; null for the whole library. */
  place: string | null;
  /** Days after which what is in the trash is deleted for good; null for never. */
  trashDays: number | null;
};

/** Everything in the library; one asset opens over it, and closing it leads back to the very same place. */
export function LibraryScreen({ Picker, heading, shelf, place, trashDays, ...adding }: LibraryScreenProps) {
  const [params] = useSearchParams();
  const { id: openId = null } = useParams();
  const { list, wanted } = useAssetList(params);
  const { view } = wanted;
  const show = useViewing();
  const filters = useFacetPanel();
  usePageKey("f", filters.toggle);
  const { actions, asked, stopAsking, trouble, clear } = useAssetActions();
  const order = useCallback(() => list.keys(), [list]);
  const selection = useSelection(order);
  const grid = useRef<GridHandle>(null);
  const open = useOpening(list, grid);
  const [looking, setLooking] = useState<string | null>(null);
  const remove = useRemovingByKey(list, selection, actions, grid);
  const collect = useCollectingByKey(list, selection, actions);
  const gridActions = { ...actions, open: open.key, remove, collect };
  useOwnOnTop(list, grid);
  const step = (by: 1 | -1): void => {
    const next = looking === null ? null : besides(list, looking)[by === 1 ? "after" : "before"];
    if (next === null) return;
    setLooking(next);
    grid.current?.reveal(next, false);
  };
  const stopLooking = (key: string): void => {
    setLooking(null);
    grid.current?.reveal(key);
  };
  const openLooked = (key: string): void => {
    setLooking(null);
    open.key(key);
  };
  return (
    <>
      <main inert={openId !== null} className="relative flex min-h-0 min-w-0 flex-1 flex-col">
        {selection.keys.size > 0 ? (
          <SelectionBar selection={selection} actions={actions} view={list.view} />
        ) : (
          <LibraryHeader {...{ list, view, show, heading, place, filters, ...adding }} />
        )}
        {list.view.trashed && (
          <TrashLine list={list} days={trashDays} choosing={selection.keys.size > 0} onEmpty={actions.askEmpty} />
        )}
        <TroubleLine list={list} trouble={trouble} onClear={clear} />
        <DegradedLine list={list} />
        <div className="flex min-h-0 flex-1">
          {filters.open && filters.beside && <FacetPanel view={view} show={show} onClose={filters.close} />}
          {filters.open && !filters.beside && <FilterSheet {...{ list, view, show }} onClose={filters.close} />}
          <Body {...{ list, show, shelf, place, trashDays, ...adding }}>
            <NewArrivals
              list={list}
              grid={grid}
              looking={openId !== null || looking !== null || selection.keys.size > 0}
            />
            <Grid
              key={paramsOf(list.view).toString()}
              ref={grid}
              list={list}
              selection={selection}
              actions={gridActions}
              quickLook={setLooking}
            >
              {!isNarrowed(list.view) && shelf}
            </Grid>
          </Body>
        </div>
      </main>
      {looking !== null && (
        <QuickLook
          cardKey={looking}
          matches={list.matches}
          onStep={step}
          onClose={() => stopLooking(looking)}
          onOpen={() => openLooked(looking)}
        />
      )}
      {openId !== null && (
        <Viewer
          id={openId}
          matches={list.matches}
          neighbours={open.neighbours(openId)}
          actions={actions}
          trouble={trouble}
          onClear={clear}
          onGo={open.asset}
          onClose={open.close}
        />
      )}
      <AskedDialog asked={asked} actions={actions} Picker={Picker} onClose={stopAsking} />
    </>
  );
}

type SheetProps = { list: AssetList; view: View; show: ShowView; onClose: () => void };

function FilterSheet({ list, ...props }: SheetProps) {
  useSignal(list.sections);
  const found = useSignal(list.found) ?? { value: list.total(), exact: list.exact };
  return <FacetSheet words={`Show ${foundWords(found)}`} {...props} />;
}

type BodyProps = Adding & {
  list: AssetList;
  show: ShowView;
  shelf: ReactNode;
  place: string | null;
  trashDays: number | null;
  children: ReactNode;
};

function Body({ list, show, shelf, place, trashDays, pickFiles, pickFolder, children }: BodyProps) {
  const state = useSignal(list.state);
  const sections = useSignal(list.sections);
  const arrivals = useSignal(list.arrivals);
  const pending = useSignal(list.pending);
  useEffect(() => {
    if (sections.length + arrivals.length === 0 && pending.length > 0) list.admitPending();
  }, [list, sections, arrivals, pending]);
  const empty = list.total() === 0;
  if (!empty) return <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">{children}</div>;
  if (state.kind === "wrong") return <LibraryTrouble words={state.words} onAgain={() => void list.open()} />;
  if (state.kind === "opening") return <LibraryOpening />;
  if (isNarrowed(list.view)) return <NothingFound view={list.view} show={show} place={place} />;
  if (list.view.trashed) return <EmptyTrash days={trashDays} />;
  if (list.view.collection !== null) return <EmptyCollection shelf={shelf} pickFiles={pickFiles} />;
  return <EmptyLibrary pickFiles={pickFiles} pickFolder={pickFolder} />;
}

/** The Delete key: what is selected, or the one card, goes; the focus moves to the card that takes its place. */
function useRemovingByKey(
  list: AssetList,
  selection: Selection,
  actions: AssetActions,
  grid: React.RefObject<GridHandle | null>,
): (key: string) => void {
  const { uploads } = useServices();
  return (key) => {
    const keys = selection.keys.has(key) ? selection.keys : new Set([key]);
    const ids = [...keys].map((one) => uploads.items.get(one)?.assetId ?? one);
    const next = besides(list, key);
    const stays = [next.after, next.before].find((one) => one !== null && !keys.has(one));
    selection.clear();
    void (list.view.trashed ? actions.restore(ids) : actions.trash(ids)).then(() => {
      if (stays != null) requestAnimationFrame(() => grid.current?.reveal(stays));
    });
  };
}

/** The c key: asks where what is selected, or the one card, belongs. */
function useCollectingByKey(list: AssetList, selection: Selection, actions: AssetActions): (key: string) => void {
  const { library, uploads } = useServices();
  return (key) => {
    const keys = selection.keys.has(key) ? [...selection.keys] : [key];
    // A file that is not announced yet is nowhere to be put.
    const ids = keys.map((one) => uploads.items.get(one)?.assetId ?? one).filter((id) => library.assets.get(id));
    if (!list.view.trashed && ids.length > 0) actions.askCollection(ids);
  };
}

/** A person's own files come in on top, and are shown. */
function useOwnOnTop(list: AssetList, grid: React.RefObject<GridHandle | null>): void {
  const batches = useSignal(list.arrivals);
  const own = batches.reduce((sum, batch) => sum + (batch.own ? batch.keys.length : 0), 0);
  const before = useRef(own);
  useEffect(() => {
    if (own > before.current) grid.current?.scrollToTop();
    before.current = own;
  }, [own, grid]);
}

/** The keys on either side, as far as the list is read. */
function besides(list: AssetList, key: string): { before: string | null; after: string | null } {
  let before: string | null = null;
  let found = false;
  for (const one of list.keys()) {
    if (found) return { before, after: one };
    if (one === key) found = true;
    else before = one;
  }
  return { before: found ? before : null, after: null };
}

/** Move between the grid and one asset; the address carries both, so going back is going back. */
function useOpening(list: AssetList, grid: React.RefObject<GridHandle | null>) {
  const { uploads } = useServices();
  const navigate = useNavigate();
  const { search, state } = useLocation() as { search: string; state: { fromGrid?: boolean } | null };
  const idOf = (key: string): string | null =>
    uploads.order.get().includes(key) ? (uploads.items.get(key)?.assetId ?? null) : key;
  const keyOf = (id: string): string => uploads.keyOf(id) ?? id;
  const shown = (id: string): string => {
    const key = keyOf(id);
    for (const one of list.keys()) if (one === key) return key;
    return id;
  };
  const last = useRef<string | null>(null);
  const asset = (id: string, replace = true): void => {
    last.current = id;
    void navigate({ pathname: `/asset/${id}`, search }, { replace, state: replace ? state : { fromGrid: true } });
  };
  return {
    asset: (id: string) => asset(id),
    key: (key: string) => {
      const id = idOf(key);
      if (id !== null) asset(id, false);
    },
    close: () => {
      if (state?.fromGrid) void navigate(-1);
      else void navigate({ pathname: "/", search });
      const id = last.current;
      if (id !== null) requestAnimationFrame(() => grid.current?.reveal(shown(id)));
    },
    neighbours: (id: string) => {
      const { before, after } = besides(list, shown(id));
      return { before: before === null ? null : idOf(before), after: after === null ? null : idOf(after) };
    },
  };
}
