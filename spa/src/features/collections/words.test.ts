import { describe, expect, it } from "vitest";
import { contentsWords, placeWords } from "./words";

const exactly = (value: number) => ({ value, exact: true });

describe("words about a collection", () => {
  it("say what lies in it", () => {
    expect(contentsWords({ assetCount: exactly(12), collectionCount: 0 })).toBe("12 items");
    expect(contentsWords({ assetCount: exactly(0), collectionCount: 1 })).toBe("1 collection");
    expect(contentsWords({ assetCount: exactly(1), collectionCount: 3 })).toBe("3 collections, 1 item");
    expect(contentsWords({ assetCount: { value: 1000, exact: false }, collectionCount: 0 })).toBe("1,000+ items");
    expect(contentsWords({ assetCount: exactly(0), collectionCount: 0 })).toBe("Empty");
  });

  it("say where it lies", () => {
    expect(placeWords([{ name: "Travel" }, { name: "2026" }])).toBe("Travel / 2026");
    expect(placeWords([])).toBeNull();
  });
});
