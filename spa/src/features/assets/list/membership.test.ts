import { describe, expect, it } from "vitest";
import type { AssetCard } from "@/lib/library/asset-card";
import { goesInto, newsOf } from "./membership";

const asset = (...collections: string[]) => ({ collections: collections.map((id) => ({ id })) }) as AssetCard;
const shown = () => true;
const hidden = () => false;

describe("a collection's view", () => {
  it("takes everything where no collection is shown", () => {
    expect(newsOf({ collection: null }, asset(), hidden)).toBe("belongs");
    expect(goesInto({ collection: null }, undefined)).toBe(true);
  });

  it("keeps what lies in it and lets go of what was taken out", () => {
    expect(newsOf({ collection: "c" }, asset("b", "c"), hidden)).toBe("belongs");
    expect(newsOf({ collection: "c" }, asset("b"), shown)).toBe("leaves");
    expect(newsOf({ collection: "c" }, asset("b"), hidden)).toBe("elsewhere");
  });

  it("shows only the files that go into it", () => {
    expect(goesInto({ collection: "c" }, { words: { collection: "c" } })).toBe(true);
    expect(goesInto({ collection: "c" }, { words: {} })).toBe(false);
    expect(goesInto({ collection: "c" }, undefined)).toBe(false);
  });
});
