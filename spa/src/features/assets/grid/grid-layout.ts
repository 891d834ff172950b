import type { Batch } from "@/features/assets/list/arrivals";
import type { Section } from "@/features/assets/list/sections";
import {
  layOutArrivals,
  layOutSection,
  type Cell,
  type Measure,
  type Row,
  type SectionLayout,
  type Shape,
} from "./section-layout";

export type PlacedSection = SectionLayout & { top: number };
export type GridLayout = { sections: readonly PlacedSection[]; height: number; measure: Measure };
export type Place = { section: PlacedSection; row: Row & { kind: "cards" }; cell: Cell };

/** Lay the whole list out, laying out again only sections that changed. */
export class GridArranger {
  #kept = new WeakMap<object, { measure: Measure; layout: SectionLayout }>();

  arrange(batches: readonly Batch[], sections: readonly Section[], measure: Measure, shape: Shape): GridLayout {
    const placed: PlacedSection[] = [];
    let top = 0;
    const place = (layout: SectionLayout): void => {
      placed.push({ ...layout, top });
      top += layout.height;
    };
    if (batches.length > 0) place(this.#once(batches, measure, () => layOutArrivals(batches, measure, shape)));
    for (const section of sections) place(this.#once(section, measure, () => layOutSection(section, measure, shape)));
    return { sections: placed, height: top, measure };
  }

  /** Forget what was laid out, when cards changed their shape. */
  forget(): void {
    this.#kept = new WeakMap();
  }

  #once(of: object, measure: Measure, layOut: () => SectionLayout): SectionLayout {
    const kept = this.#kept.get(of);
    if (kept && sameMeasure(kept.measure, measure)) return kept.layout;
    const layout = layOut();
    this.#kept.set(of, { measure, layout });
    return layout;
  }
}

const sameMeasure = (a: Measure, b: Measure): boolean =>
  a.width === b.width && a.target === b.target && a.gap === b.gap;

/** Index of the last item that starts at or above `y`; items are in order of `startOf`. */
export function lastStartingBy<Item>(items: readonly Item[], y: number, startOf: (item: Item) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && startOf(item) <= y) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

export type VisibleSection = { section: PlacedSection; rows: readonly Row[] };

/** The rows that touch the band from `top` to `bottom`. */
export function visibleRows({ sections }: GridLayout, top: number, bottom: number): VisibleSection[] {
  const found: VisibleSection[] = [];
  for (let at = lastStartingBy(sections, top, (section) => section.top); at < sections.length; at++) {
    const section = sections[at];
    if (!section || section.top > bottom) break;
    const first = lastStartingBy(section.rows, top - section.top, (row) => row.y);
    const last = lastStartingBy(section.rows, bottom - section.top, (row) => row.y);
    found.push({ section, rows: section.rows.slice(first, last + 1) });
  }
  return found;
}

/** Where a card is, or undefined while its page is not read. */
export function findCard({ sections }: GridLayout, key: string): Place | undefined {
  for (const section of sections) {
    for (const row of section.rows) {
      if (row.kind !== "cards") continue;
      const cell = row.cells.find((one) => one.key === key);
      if (cell) return { section, row, cell };
    }
  }
  return undefined;
}

/** The first card whose row begins at or below `y`, to hold still while the layout changes around it. */
export function cardAt({ sections }: GridLayout, y: number): Place | undefined {
  for (let at = lastStartingBy(sections, y, (section) => section.top); at < sections.length; at++) {
    const section = sections[at];
    const row = section?.rows.find(
      (one): one is Place["row"] => one.kind === "cards" && section.top + one.y + one.height > y,
    );
    const cell = row?.cells[0];
    if (section && row && cell) return { section, row, cell };
  }
  return undefined;
}

/** The card above or below, nearest by its middle. */
export function cardAcross(layout: GridLayout, from: Place, step: 1 | -1): Cell | undefined {
  const rows = layout.sections.flatMap((section) =>
    section.rows.filter((row): row is Place["row"] => row.kind === "cards"),
  );
  const target = rows[rows.indexOf(from.row) + step];
  const middle = from.cell.x + from.cell.width / 2;
  const distance = (cell: Cell): number => Math.abs(cell.x + cell.width / 2 - middle);
  return target?.cells.reduce((best, cell) => (distance(cell) < distance(best) ? cell : best));
}

/** The next or previous card, across rows and sections as far as they are read. */
export function cardBeside(layout: GridLayout, from: Place, step: 1 | -1): Cell | undefined {
  const within = from.row.cells[from.row.cells.indexOf(from.cell) + step];
  if (within) return within;
  const rows = layout.sections.flatMap((section) =>
    section.rows.filter((row): row is Place["row"] => row.kind === "cards"),
  );
  const next = rows[rows.indexOf(from.row) + step];
  return step === 1 ? next?.cells[0] : next?.cells.at(-1);
}

/** How far the same content moved between two layouts, seen from `y`: add it to the scroll position to hold still. */
export function shiftAt(before: GridLayout, after: GridLayout, y: number): number {
  const anchor = cardAt(before, y);
  const card = anchor && anchor.section.top + anchor.row.y - y < 400 ? findIn(after, anchor) : undefined;
  if (anchor && card) return card.section.top + card.row.y - (anchor.section.top + anchor.row.y);
  const old = before.sections[lastStartingBy(before.sections, y, (section) => section.top)];
  const now = after.sections.find(({ key }) => key === old?.key);
  if (!old || !now) return 0;
  const share = Math.min(1, (y - old.top) / old.height);
  return now.top + share * now.height - (old.top + share * old.height);
}

function findIn({ sections }: GridLayout, { section, cell }: Place): Place | undefined {
  const same = sections.find(({ key }) => key === section.key);
  return same && findCard({ sections: [same], height: 0, measure: { width: 0, target: 0, gap: 0 } }, cell.key);
}
