import { describe, expect, it } from "vitest";
import { byCollection, questionWords, thoseIn } from "./putting";

const before = new Map([
  ["a", ["winter", "best"]],
  ["b", ["winter"]],
  ["c", []],
]);

describe("putting assets into a collection", () => {
  it("remembers where each was", () => {
    expect(thoseIn(before, ["a", "b", "c", "unknown"], "winter")).toEqual(["a", "b"]);
    expect([...byCollection(before, ["a", "b", "c"])]).toEqual([
      ["winter", ["a", "b"]],
      ["best", ["a"]],
    ]);
  });

  it("says what is in the way", () => {
    expect(questionWords(1, 1, "Winter")).toMatch(/^It is in “Winter” already/);
    expect(questionWords(1, 3, "Winter")).toMatch(/^1 of them is in “Winter”/);
    expect(questionWords(2, 3, "Winter")).toMatch(/^2 of them are in “Winter”/);
    expect(questionWords(3, 3, null)).toMatch(/^They are in another collection/);
  });
});
