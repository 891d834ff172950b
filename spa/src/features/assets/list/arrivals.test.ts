import { describe, expect, it } from "vitest";
import { admit, dismiss } from "./arrivals";

describe("arrivals", () => {
  it("keeps a drop in its order and joins what follows soon", () => {
    const first = admit([], ["a", "b"], true, 0);
    expect(admit(first, ["c"], true, 1000)[0]?.keys).toEqual(["a", "b", "c"]);
  });

  it("starts a batch of its own after a while, ahead of the earlier one", () => {
    const many = Array.from({ length: 20 }, (_, index) => `a${index}`);
    const later = admit(admit([], many, true, 0), ["b"], true, 100_000);
    expect(later.map(({ keys }) => keys.length)).toEqual([1, 20]);
  });

  it("does not mix own files with what others add", () => {
    expect(admit(admit([], ["a"], true, 0), ["b"], false, 1).map(({ own }) => own)).toEqual([false, true]);
  });

  it("drops an empty batch", () => {
    expect(dismiss(admit([], ["a"], true, 0), new Set(["a"]))).toEqual([]);
  });
});
