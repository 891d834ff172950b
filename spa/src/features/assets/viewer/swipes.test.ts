import { describe, expect, it } from "vitest";
import { swipeOf } from "./swipes";

const from = { x: 0, y: 0 };

describe("a swipe", () => {
  it("leads sideways or down", () => {
    expect(swipeOf(from, { x: -80, y: 10 })).toBe("left");
    expect(swipeOf(from, { x: 80, y: -20 })).toBe("right");
    expect(swipeOf(from, { x: 10, y: 120 })).toBe("down");
  });

  it("is none when it is short, slanted or upwards", () => {
    expect(swipeOf(from, { x: 30, y: 0 })).toBeNull();
    expect(swipeOf(from, { x: 80, y: 70 })).toBeNull();
    expect(swipeOf(from, { x: 0, y: -200 })).toBeNull();
  });
});
