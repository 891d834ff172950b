import { Signal } from "@/lib/state/signal";

const KEY = "vitrine-row-height";

/** Row heights the slider offers, in pixels; each step is one press of an arrow key. */
export const ROW_HEIGHTS = [96, 120, 150, 185, 220, 270, 330, 400];

/** Index into ROW_HEIGHTS; kept in this browser, not in the address: it is the reader's eyes, not the view. */
export const density = new Signal(startingDensity());

export function chooseDensity(step: number): void {
  localStorage.setItem(KEY, String(step));
  density.set(step);
}

function startingDensity(): number {
  const kept = Number(localStorage.getItem(KEY) ?? Number.NaN);
  if (Number.isInteger(kept) && kept >= 0 && kept < ROW_HEIGHTS.length) return kept;
  return innerWidth < 640 ? 2 : 4;
}
