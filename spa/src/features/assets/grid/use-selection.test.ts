import { describe, expect, it } from "vitest";
import { between } from "./use-selection";

describe("a range of cards", () => {
  const order = ["a", "b", "c", "d"];

  it("runs either way and holds both ends", () => {
    expect(between(order, "b", "d")).toEqual(["b", "c", "d"]);
    expect(between(order, "d", "b")).toEqual(["b", "c", "d"]);
    expect(between(order, "c", "c")).toEqual(["c"]);
  });

  it("is only the card itself when the other end is gone", () => {
    expect(between(order, "x", "c")).toEqual(["c"]);
  });
});
