import { useEffect, useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from "react";
import { Signal } from "@/lib/state/signal";
import type { CardActions } from "@/features/assets/card/card";
import type { AssetList } from "@/features/assets/list/asset-list";
import { cardAt, findCard, visibleRows, type GridLayout, type VisibleSection } from "./grid-layout";
import { SectionRows } from "./grid-rows";
import { originOf } from "./origin";
import { Scrubber } from "./scrubber";
import { onGridKey } from "./use-grid-keys";
import { useLayout } from "./use-layout";
import { useScrollBand, type Band } from "./use-scroll-band";
import type { Selection } from "./use-selection";
import { useWantedPages } from "./use-wanted-pages";

export type GridHandle = {
  scrollToTop: () => void; /** Bring a card into view, and give it the focus unless something stands before the grid. */
  reveal: (key: string, focus?: boolean) => void;
  atTop: () => boolean;
};

type GridProps = {
  ref: Ref<GridHandle>;
  list: AssetList;
  selection: Selection;
  actions: Omit<CardActions, "focus" | "select">;
  quickLook: (key: string) => void;
  /** Stands above the first row and scrolls with it. */
  children?: ReactNode;
};

/** Every asset of a list in justified rows; only those near the view are in the page. */
export function Grid({ ref, list, selection, actions, quickLook, children }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [position] = useState(() => new Signal(0));
  const [chosen, setActive] = useState<string | null>(null);
  const band = useScrollBand(scroller, position);
  const side = band.width < 640 ? 2 : 24;
  const layout = useLayout(list, Math.max(0, band.width - side - (band.width < 640 ? side : 56)), scroller);
  useWantedPages(list, layout, band);
  const active = chosen ?? cardAt(layout, 0)?.cell.key ?? null;
  const { select, keys: selected, clear } = selection;
  const cardActions = useMemo<CardActions>(() => ({ ...actions, select, focus: setActive }), [actions, select]);
  const reveal = (key: string, focus = true): void => {
    setActive(key);
    revealCard(scroller.current, layout, key, focus);
  };
  useImperativeHandle(ref, () => ({
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
    reveal,
    atTop: () => (scroller.current?.scrollTop ?? 0) < 24 && !(scroller.current?.matches(":hover") ?? false),
  }));
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        tabIndex={-1}
        className="scroller h-full overflow-x-hidden overflow-y-scroll outline-none [overflow-anchor:none]"
        data-scroller
      >
        <div>{children}</div>
        {/* The grid hears keys for its cells, which hold the focus. */}
        {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
        <div
          role="grid"
          aria-label="Library"
          aria-multiselectable
          aria-rowcount={-1}
          onKeyDown={(event) =>
            onGridKey(event, { layout, active, move: reveal, quickLook, escape: clear, actions: cardActions })
          }
          className="relative"
          style={{ height: layout.height, marginLeft: side, width: layout.measure.width }}
        >
          {withActive(layout, band, active).map(({ section, rows }) => (
            <SectionRows
              key={section.key}
              section={section}
              rows={rows}
              band={band}
              measure={layout.measure}
              selected={selected}
              active={active}
              actions={cardActions}
            />
          ))}
        </div>
      </div>
      <Scrubber
        layout={layout}
        position={position}
        view={band.view}
        onMove={(top) => scroller.current?.scrollTo({ top: top + originOf(scroller.current) })}
      />
      <FirstKey active={active} onArrow={reveal} />
    </div>
  );
}

/** The rows in sight, and the row that holds the focus wherever it is, so that scrolling never drops it. */
function withActive(layout: GridLayout, band: Band, active: string | null): VisibleSection[] {
  const visible = visibleRows(layout, band.top, band.bottom);
  const holds = document.activeElement?.getAttribute("data-key");
  const place = active !== null && holds === active ? findCard(layout, active) : undefined;
  if (!place || visible.some(({ rows }) => rows.includes(place.row))) return visible;
  const same = visible.find(({ section }) => section.key === place.section.key);
  if (same) return visible.map((one) => (one === same ? { ...one, rows: [...one.rows, place.row] } : one));
  return [...visible, { section: place.section, rows: [place.row] }];
}

/** Bring a card into view by the least scrolling, and give it the focus once it is drawn. */
function revealCard(scroller: HTMLElement | null, layout: GridLayout, key: string, focus: boolean): void {
  const place = findCard(layout, key);
  if (!scroller || !place) return;
  const top = originOf(scroller) + place.section.top + place.row.y;
  const margin = 72;
  if (top - margin < scroller.scrollTop) scroller.scrollTop = top - margin;
  else if (top + place.row.height + margin > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = top + place.row.height + margin - scroller.clientHeight;
  }
  if (!focus) return;
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      scroller.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    }),
  );
}

/** An arrow pressed while nothing has the focus begins in the grid. */
function FirstKey({ active, onArrow }: { active: string | null; onArrow: (key: string) => void }) {
  useEffect(() => {
    const begin = (event: KeyboardEvent): void => {
      const idle = document.activeElement === document.body || document.activeElement?.hasAttribute("data-scroller");
      if (!idle || active === null || !["ArrowRight", "ArrowLeft"].includes(event.key)) return;
      event.preventDefault();
      onArrow(active);
    };
    addEventListener("keydown", begin);
    return () => removeEventListener("keydown", begin);
  });
  return null;
}
