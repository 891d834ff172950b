/** Items `start` up to, not including, `end`, drawn `height` pixels high. */
export type JustifiedRow = { start: number; end: number; height: number };

/** Width over height, kept within what a row can carry: a panorama is cropped on its card, never in the viewer. */
export const rowRatio = (ratio: number): number => Math.min(3.2, Math.max(0.45, ratio));

/**
 * Fill rows of `width` pixels so that every picture keeps its ratio and each row ends flush, near `target` pixels high.
 * The last row keeps the target height unless it is nearly full.
 */
export function justifiedRows(ratios: readonly number[], width: number, target: number, gap: number): JustifiedRow[] {
  const rows: JustifiedRow[] = [];
  let start = 0;
  let sum = 0;
  for (let index = 0; index < ratios.length; index++) {
    const ratio = rowRatio(ratios[index] ?? 1.5);
    const count = index - start;
    const flush = flushHeight(sum + ratio, count + 1, width, gap);
    if (flush > target) {
      sum += ratio;
      continue;
    }
    const without = count > 0 ? flushHeight(sum, count, width, gap) : Infinity;
    // Break on the side that lies closer to the target, measured as a ratio.
    if (without / target < target / flush) {
      rows.push({ start, end: index, height: without });
      start = index;
      sum = ratio;
    } else {
      rows.push({ start, end: index + 1, height: flush });
      start = index + 1;
      sum = 0;
    }
  }
  if (start < ratios.length) rows.push(lastRow(start, ratios.length, sum, width, target, gap));
  return rows;
}

function lastRow(start: number, end: number, sum: number, width: number, target: number, gap: number): JustifiedRow {
  const flush = flushHeight(sum, end - start, width, gap);
  return { start, end, height: flush < target * 1.25 ? flush : Math.min(target, flush) };
}

const flushHeight = (sum: number, count: number, width: number, gap: number): number =>
  Math.max(1, (width - gap * (count - 1)) / sum);

/** Pixels that `count` pictures of unknown shape will take, gaps included. */
export function estimatedHeight(count: number, width: number, target: number, gap: number): number {
  return Math.ceil(count / perRow(width, target, gap)) * (target + gap);
}

/** How many pictures of a usual mix of shapes share one row. */
export function perRow(width: number, target: number, gap: number): number {
  return Math.max(1, Math.round(width / (target * 1.4 + gap)));
}
