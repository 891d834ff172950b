import { estimatedHeight, justifiedRows, rowRatio } from "@/lib/layout/justified-rows";
import type { Batch } from "@/features/assets/list/arrivals";
import { countOf, type Section } from "@/features/assets/list/sections";
import { dayGroups, ENOUGH } from "./day-groups";

/** How the grid is drawn: pixels. */
export type Measure = { width: number; target: number; gap: number };
export type Cell = { key: string; x: number; width: number };
export type Row = { y: number; height: number } & (
  | { kind: "title"; text: string; count: number }
  | { kind: "day"; text: string }
  | { kind: "cards"; cells: readonly Cell[] }
  | { kind: "unread"; chunk: number }
);
export type SectionLayout = { key: string; height: number; rows: readonly Row[] };
/** What the layout needs to know of a card. */
export type Shape = { ratio: (key: string) => number; day: (key: string) => string; today: string };

export const TITLE_HEIGHT = 56;
export const DAY_HEIGHT = 32;
const AFTER = 20;

/** Stack rows from the top, each at the place where the one before it ended. */
class Stack {
  readonly rows: Row[] = [];
  y = 0;

  constructor(
    private readonly measure: Measure,
    private readonly shape: Shape,
  ) {}

  title(text: string, count: number): void {
    this.rows.push({ kind: "title", y: this.y, height: TITLE_HEIGHT, text, count });
    this.y += TITLE_HEIGHT;
  }

  day(text: string): void {
    this.rows.push({ kind: "day", y: this.y, height: DAY_HEIGHT, text });
    this.y += DAY_HEIGHT;
  }

  cards(keys: readonly string[]): void {
    const { width, target, gap } = this.measure;
    const ratios = keys.map(this.shape.ratio);
    for (const { start, end, height } of justifiedRows(ratios, width, target, gap)) {
      this.rows.push({ kind: "cards", y: this.y, height, cells: this.#cells(keys, ratios, start, end, height) });
      this.y += height + gap;
    }
  }

  unread(chunk: number, count: number): void {
    const { width, target, gap } = this.measure;
    const height = estimatedHeight(count, width, target, gap);
    this.rows.push({ kind: "unread", y: this.y, height, chunk });
    this.y += height;
  }

  #cells(keys: readonly string[], ratios: readonly number[], start: number, end: number, height: number): Cell[] {
    let x = 0;
    return keys.slice(start, end).map((key, index) => {
      const width = rowRatio(ratios[start + index] ?? 1.5) * height;
      const cell = { key, x, width: Math.min(width, this.measure.width) };
      x += width + this.measure.gap;
      return cell;
    });
  }
}

/** Lay one section out: exact where its pages are read, estimated where they are not. */
export function layOutSection(section: Section, measure: Measure, shape: Shape): SectionLayout {
  const stack = new Stack(measure, shape);
  if (section.title !== null) stack.title(section.title, countOf(section));
  for (const run of runsOf(section)) {
    if (typeof run === "number") stack.unread(run, section.chunks[run]?.size ?? 0);
    else if (section.title === null || countOf(section) < ENOUGH) stack.cards(run);
    else layOutDays(stack, run, shape);
  }
  return { key: section.key, height: stack.y + AFTER, rows: stack.rows };
}

/** Lay out what arrived while the list is open: one heading, each batch beginning its own row. */
export function layOutArrivals(batches: readonly Batch[], measure: Measure, shape: Shape): SectionLayout {
  const stack = new Stack(measure, shape);
  stack.title(
    "Just added",
    batches.reduce((sum, { keys }) => sum + keys.length, 0),
  );
  for (const { keys } of batches) stack.cards(keys);
  return { key: "arrivals", height: stack.y + AFTER, rows: stack.rows };
}

function layOutDays(stack: Stack, keys: readonly string[], shape: Shape): void {
  const groups = dayGroups(keys.map(shape.day), shape.today);
  for (const { start, end, label } of groups) {
    stack.day(label);
    stack.cards(keys.slice(start, end));
  }
}

/** Neighbouring pages flow into one another; a page not read yet stands as its number. */
function runsOf({ chunks }: Section): (string[] | number)[] {
  const runs: (string[] | number)[] = [];
  chunks.forEach(({ ids, breaks }, index) => {
    const last = runs.at(-1);
    if (ids === null) runs.push(index);
    else if (Array.isArray(last) && !breaks) last.push(...ids);
    else runs.push([...ids]);
  });
  return runs;
}
