import { describe, expect, it } from "vitest";
import { barsIn, barsOf, pathOf } from "./waveform";

describe("the waveform", () => {
  it("keeps the loudest of each stretch", () => {
    expect(barsOf([0.1, 0.9, 0.2, 0.3, 0, 0.4], 3)).toEqual([0.9, 0.3, 0.4]);
  });

  it("repeats values where there are more bars than peaks", () => {
    expect(barsOf([0.2, 0.8], 4)).toEqual([0.2, 0.2, 0.8, 0.8]);
  });

  it("is silent without peaks, and never louder than it can be drawn", () => {
    expect(barsOf([], 2)).toEqual([0, 0]);
    expect(barsOf([1.4, -1], 2)).toEqual([1, 0]);
  });

  it("is drawn around the middle", () => {
    expect(barsIn(18)).toBe(4);
    expect(pathOf([0.5, 0], 100)).toBe("M0 25h3v50h-3zM5 49h3v2h-3z");
  });
});
