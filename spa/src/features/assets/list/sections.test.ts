import { describe, expect, it } from "vitest";
import { countOf, monthSections, outdated, wholeList, without, withPage } from "./sections";
import { viewOf } from "./view";

const view = viewOf(new URLSearchParams());
const months = [
  { month: "2026-02", count: 250 },
  { month: "2025-12", count: 1 },
  { month: "2026-01", count: 0 },
];
const ids = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);

describe("sections of a list", () => {
  it("lays months out before anything is read", () => {
    const sections = monthSections(months, view);
    expect(sections.map(({ key }) => key)).toEqual(["2026-02", "2025-12"]);
    expect(sections[0]?.chunks.map(({ size }) => size)).toEqual([100, 100, 50]);
    expect(sections[1]?.range).toEqual({
      createdFrom: "2025-12-01T00:00:00.000Z",
      createdTo: "2026-01-01T00:00:00.000Z",
    });
  });

  it("turns the months round for oldest first", () => {
    expect(monthSections(months, { ...view, sort: "OLDEST" })[0]?.key).toBe("2025-12");
  });

  it("begins a new row for a page shown before its neighbour, and keeps it", () => {
    const [section] = wholeList(300);
    const jumped = withPage(section!, 2, ids(100), false);
    expect(jumped.chunks[2]?.breaks).toBe(true);
    const filled = withPage(withPage(jumped, 0, ids(100), true), 1, ids(100), true);
    expect(filled.chunks.map(({ breaks }) => breaks)).toEqual([false, false, true]);
  });

  it("grows while more follows and ends where the answer ends", () => {
    const [section] = wholeList(100);
    const grown = withPage(section!, 0, ids(100), true);
    expect(countOf(grown)).toBe(200);
    expect(countOf(withPage(grown, 1, ids(30), false))).toBe(130);
  });

  it("takes a removed asset out and leaves other sections as they are", () => {
    const [section] = wholeList(3);
    const read = withPage(section!, 0, ids(3), false);
    expect(without(read, new Set(["a1"])).chunks[0]?.ids).toEqual(["a0", "a2"]);
    expect(without(read, new Set(["b"]))).toBe(read);
  });

  it("has a page read again when something in it changed", () => {
    const [section] = wholeList(220);
    const read = withPage(section!, 0, ids(100), true);
    expect(outdated(read, new Set(["a3"])).chunks.map(({ stale }) => stale)).toEqual([true, undefined, undefined]);
    expect(outdated(read, new Set(["b"]))).toBe(read);
  });
});
