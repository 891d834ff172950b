import type { Point } from "./zoom-math";

/** What a quick swipe does. */
export type Swipes = { left: () => void; right: () => void; down: () => void };

/** Longer than this, in milliseconds, is a hand that looks, not one that turns the page. */
export const SWIPE_MS = 600;
const SWIPE_PIXELS = 56;

/** Which swipe leads from one point to the other; null for none. */
export function swipeOf(from: Point, to: Point): keyof Swipes | null {
  const [x, y] = [to.x - from.x, to.y - from.y];
  if (Math.abs(x) > SWIPE_PIXELS && Math.abs(x) > Math.abs(y) * 1.5) return x < 0 ? "left" : "right";
  return y > SWIPE_PIXELS * 1.5 && y > Math.abs(x) * 1.5 ? "down" : null;
}
