import { describe, expect, it } from "vitest";
import { fittedWidth, heightOf, layOut, nextZoom, pagesBetween, placeAt } from "./page-layout";

const even = layOut(352, new Map([[1, 0.5]]), 400);

describe("pages under each other", () => {
  it("take the first for all until they are seen", () => {
    expect(even.heights[0]).toBe(800);
    expect(even.tops.slice(0, 3)).toEqual([24, 840, 1656]);
    const mixed = layOut(
      3,
      new Map([
        [1, 0.5],
        [2, 2],
      ]),
      400,
    );
    expect(mixed.heights).toEqual([800, 200, 800]);
  });

  it("knows which pages are in view", () => {
    expect(pagesBetween(even, 0, 700)).toEqual({ first: 1, last: 1 });
    expect(pagesBetween(even, 0, 900)).toEqual({ first: 1, last: 2 });
    expect(pagesBetween(even, 1700, 2600)).toEqual({ first: 3, last: 4 });
    expect(pagesBetween(even, 1e9, 2e9)).toEqual({ first: 352, last: 352 });
  });

  it("comes back to the same place after zooming", () => {
    const place = placeAt(even, 2000);
    expect(place.page).toBe(3);
    const larger = layOut(352, new Map([[1, 0.5]]), 800);
    expect(placeAt(larger, heightOf(larger, place))).toEqual(place);
  });

  it("holds nothing without pages", () => {
    expect(layOut(0, new Map(), 400).heights).toEqual([]);
    expect(pagesBetween(layOut(0, new Map(), 400), 0, 100)).toEqual({ first: 1, last: 1 });
  });

  it("zooms in steps that end", () => {
    expect(nextZoom(1, 1)).toBe(1.25);
    expect(nextZoom(1, -1)).toBe(0.8);
    expect(nextZoom(3, 1)).toBe(3);
    expect(nextZoom(0.5, -1)).toBe(0.5);
  });

  it("reads comfortably on a wide screen and fills a phone", () => {
    expect(fittedWidth({ width: 1312, height: 800 }, 0.7)).toBe(800);
    expect(fittedWidth({ width: 390, height: 700 }, 0.7)).toBe(374);
    expect(fittedWidth({ width: 1312, height: 800 }, 1.5)).toBe(1128);
  });
});
