import { describe, expect, it } from "vitest";
import { estimatedHeight, justifiedRows, rowRatio } from "@/lib/layout/justified-rows";

const widthOf = (ratios: number[], gap: number, height: number) =>
  ratios.reduce((sum, ratio) => sum + rowRatio(ratio) * height, 0) + gap * (ratios.length - 1);

describe("justified rows", () => {
  const mixed = Array.from({ length: 240 }, (_, index) => [1.5, 0.67, 1.78, 1, 2.4][index % 5] ?? 1);

  it("ends every full row flush with the width", () => {
    const rows = justifiedRows(mixed, 1200, 220, 6);
    for (const row of rows.slice(0, -1)) {
      expect(widthOf(mixed.slice(row.start, row.end), 6, row.height)).toBeCloseTo(1200, 3);
    }
  });

  it("shows every picture once and in order", () => {
    const rows = justifiedRows(mixed, 390, 160, 2);
    expect(rows[0]?.start).toBe(0);
    expect(rows.at(-1)?.end).toBe(mixed.length);
    rows.slice(1).forEach((row, index) => expect(row.start).toBe(rows[index]?.end));
  });

  it("keeps heights near the target", () => {
    for (const { height } of justifiedRows(mixed, 1440, 220, 6)) {
      expect(height).toBeGreaterThan(130);
      expect(height).toBeLessThan(340);
    }
  });

  it("does not blow up a lonely picture in the last row", () => {
    expect(justifiedRows([1.5], 1440, 220, 6)).toEqual([{ start: 0, end: 1, height: 220 }]);
  });

  it("crops a panorama instead of flattening its row", () => {
    expect(justifiedRows([30], 390, 200, 2)[0]?.height).toBeGreaterThan(100);
  });

  it("has nothing to lay out for nothing", () => {
    expect(justifiedRows([], 1440, 220, 6)).toEqual([]);
    expect(estimatedHeight(0, 1440, 220, 6)).toBe(0);
  });

  it("estimates a month within a quarter of what it becomes", () => {
    const rows = justifiedRows(mixed, 1440, 220, 6);
    const real = rows.reduce((sum, row) => sum + row.height + 6, 0);
    expect(Math.abs(estimatedHeight(mixed.length, 1440, 220, 6) / real - 1)).toBeLessThan(0.25);
  });
});
