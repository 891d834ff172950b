import { describe, expect, it } from "vitest";
import { tapOf } from "./taps";

describe("a tap on a film", () => {
  it("alone is one", () => {
    expect(tapOf(null, { at: 0, x: 0.9 })).toBe("once");
    expect(tapOf({ at: 0, x: 0.9 }, { at: 900, x: 0.9 })).toBe("once");
  });

  it("twice at a side leads back or on", () => {
    expect(tapOf({ at: 0, x: 0.9 }, { at: 200, x: 0.85 })).toBe("on");
    expect(tapOf({ at: 0, x: 0.1 }, { at: 200, x: 0.2 })).toBe("back");
  });

  it("twice in the middle, or once at each side, leads nowhere", () => {
    expect(tapOf({ at: 0, x: 0.5 }, { at: 200, x: 0.5 })).toBe("once");
    expect(tapOf({ at: 0, x: 0.1 }, { at: 200, x: 0.9 })).toBe("once");
  });
});
