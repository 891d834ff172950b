import { estimatedHeight } from "@/lib/layout/justified-rows";

/** Where Firefox ends, which does not say so when it is asked. */
const SURE = 17_000_000;
const ASKED = 1_000_000_000;
/** Estimates of rows that are not read yet are a little short. */
const OF_IT = 0.93;
const LOWER = 0.97;
const LOWEST = 24;

let farthest: number | undefined;

/** Pixels that this browser scrolls through; what lies beyond is never seen. */
function farthestScroll(): number {
  if (farthest === undefined) {
    const probe = document.createElement("div");
    probe.style.cssText = `position:absolute;visibility:hidden;height:${ASKED}px`;
    document.body.append(probe);
    farthest = Math.max(SURE, probe.offsetHeight) * OF_IT;
    probe.remove();
  }
  return farthest;
}

/** The height of rows that lets somebody scroll to the last of so many cards: the one wished for, or a lower one. */
export function reachableHeight(
  count: number,
  width: number,
  wished: number,
  gap: number,
  limit = farthestScroll(),
): number {
  let height = wished;
  while (height > LOWEST && estimatedHeight(count, width, height, gap) > limit) height *= LOWER;
  return height;
}
