import { describe, expect, it } from "vitest";
import { lastWord } from "./last-word";
import { readRecents, withoutRecent, withRecent } from "./recents";

describe("recent searches", () => {
  it("keep the latest first, each once, and only a few", () => {
    expect(withRecent(["sea", "boat"], " Boat ")).toEqual(["Boat", "sea"]);
    expect(withRecent(["sea"], "  ")).toEqual(["sea"]);
    const many = Array.from({ length: 8 }, (_, index) => `w${index}`);
    expect(withRecent(many, "new")).toEqual(["new", ...many.slice(0, 7)]);
    expect(withoutRecent(["sea", "boat"], "SEA")).toEqual(["boat"]);
  });

  it("read as nothing what was not kept by them", () => {
    expect(readRecents(null)).toEqual([]);
    expect(readRecents("{")).toEqual([]);
    expect(readRecents('{"a":1}')).toEqual([]);
    expect(readRecents('["sea",1,null]')).toEqual(["sea"]);
  });
});

describe("the word that is being typed", () => {
  it("is the last one, with what stands before it", () => {
    expect(lastWord("red bo")).toEqual({ before: "red ", word: "bo", out: false });
    expect(lastWord("red -dra")).toEqual({ before: "red ", word: "dra", out: true });
    expect(lastWord("low-ti")).toEqual({ before: "", word: "low-ti", out: false });
    expect(lastWord('"low tide" bo')).toEqual({ before: '"low tide" ', word: "bo", out: false });
  });

  it("is none after a space, and none inside quotation marks", () => {
    expect(lastWord("red ").word).toBe("");
    expect(lastWord('red "low ti').word).toBe("");
    expect(lastWord("").word).toBe("");
  });
});
