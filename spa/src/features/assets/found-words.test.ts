import { describe, expect, it } from "vitest";
import { foundWords, hintFor, quoted } from "./found-words";

describe("words about what was found", () => {
  it("count exactly as far as somebody counted", () => {
    expect(foundWords({ value: 1, exact: true })).toBe("1 result");
    expect(foundWords({ value: 1000, exact: false })).toBe("1,000+ results");
  });

  it("hint at what keeps something from being found", () => {
    expect(hintFor("sea -night")).toContain("night is left out");
    expect(hintFor('"low tide"')).toContain("exactly");
    expect(hintFor("low-tide")).toBeNull();
  });

  it("never quote twice", () => {
    expect(quoted("sea")).toBe("“sea”");
    expect(quoted('"low tide"')).toBe('"low tide"');
  });
});
