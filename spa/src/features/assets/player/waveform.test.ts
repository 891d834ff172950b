import { describe, expect, it } from "vitest";
import { barsIn, barsOf, pathOf } from "./waveform";

describe("the waveform", () => {
  it("keeps the loudest of each stretch", () => {
    expect(barsOf([0.1, 1, 0.2, 0.3, 0, 0.4], 3)).toEqual([1, 0.3, 0.4]);
  });

  it("repeats values where there are more bars than peaks", () => {
    expect(barsOf([0.25, 1], 4)).toEqual([0.25, 0.25, 1, 1]);
  });

  it("fills its height with a quiet sound, and not with silence", () => {
    expect(barsOf([0.05, 0.1], 2)).toEqual([0.5, 1]);
    expect(barsOf([0.001, 0], 2)).toEqual([0.1, 0]);
  });

  it("is silent without peaks, and never louder than it can be drawn", () => {
    expect(barsOf([], 2)).toEqual([0, 0]);
    expect(barsOf([2, -1], 2)).toEqual([1, 0]);
  });

  it("is drawn around the middle", () => {
    expect(barsIn(18)).toBe(4);
    expect(pathOf([0.5, 0], 100)).toBe("M0 25h3v50h-3zM5 49h3v2h-3z");
  });
});
