export type PageLayout = {
  /** Pixels from the top to each page, and at the end to the end of everything. */
  tops: readonly number[];
  heights: readonly number[];
  width: number;
};

/** A place in a document that outlives zooming: a page, and how far down in it, 0 to 1. */
export type Place = { page: number; within: number };

export const GAP = 16;
const EDGE = 24;

/** Put pages under each other. `ratios` are widths by heights; pages not seen yet are taken to be like the first. */
export function layOut(count: number, ratios: ReadonlyMap<number, number>, width: number): PageLayout {
  const usual = ratios.get(1) ?? [...ratios.values()][0] ?? Math.SQRT1_2;
  const tops: number[] = [];
  const heights: number[] = [];
  let top = EDGE;
  for (let number = 1; number <= count; number += 1) {
    const height = Math.round(width / (ratios.get(number) ?? usual));
    tops.push(top);
    heights.push(height);
    top += height + GAP;
  }
  tops.push(top - GAP + EDGE);
  return { tops, heights, width };
}

/** The first and last page, counted from 1, of which something lies between two heights. */
export function pagesBetween({ tops, heights }: PageLayout, from: number, to: number): { first: number; last: number } {
  const first = pageAt(tops, heights, from);
  let last = first;
  while (last < heights.length && (tops[last] ?? Infinity) < to) last += 1;
  return { first, last };
}

/** The place at a height. */
export function placeAt({ tops, heights }: PageLayout, height: number): Place {
  const page = pageAt(tops, heights, height);
  const [top, tall] = [tops[page - 1] ?? 0, heights[page - 1] ?? 1];
  return { page, within: (height - top) / Math.max(1, tall) };
}

/** How far down a place is. */
export function heightOf({ tops, heights }: PageLayout, { page, within }: Place): number {
  return (tops[page - 1] ?? 0) + within * (heights[page - 1] ?? 0);
}

/** The last page that begins at or above a height, by halving. */
function pageAt(tops: readonly number[], heights: readonly number[], height: number): number {
  let [low, high] = [0, Math.max(0, heights.length - 1)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= height) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3] as const;

/** The next larger or smaller zoom on offer; 1 fits the width. */
export function nextZoom(zoom: number, step: 1 | -1): number {
  const found = step === 1 ? STEPS.find((one) => one > zoom) : STEPS.findLast((one) => one < zoom);
  return found ?? zoom;
}

/** Pixels across which a page of text is read at ease. */
const COMFORTABLE = 800;

/** How wide a page is at zoom 1: the stage's width, but no wider than one reads; slides fit whole. */
export function fittedWidth(stage: { width: number; height: number }, ratio: number): number {
  const room = Math.max(120, stage.width - (stage.width < 640 ? 16 : 48));
  const comfortable = ratio > 1 ? Math.max(COMFORTABLE, (stage.height - 2 * EDGE) * ratio) : COMFORTABLE;
  return Math.round(Math.min(room, comfortable));
}
