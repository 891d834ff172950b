import { describe, expect, it } from "vitest";
import type { AssetCard } from "@/lib/library/asset-card";
import { goesInto, newsOf } from "./membership";
import { viewOf } from "./view";

const asset = (...collections: string[]) => ({ collections: collections.map((id) => ({ id })) }) as AssetCard;
const view = (query: string) => viewOf(new URLSearchParams(query));
const shown = () => true;
const hidden = () => false;

describe("a collection's view", () => {
  it("takes everything where no collection is shown", () => {
    expect(newsOf(view(""), asset(), hidden)).toBe("belongs");
    expect(goesInto({ collection: null }, undefined)).toBe(true);
  });

  it("keeps what lies in it and lets go of what was taken out", () => {
    expect(newsOf(view("collection=c"), asset("b", "c"), hidden)).toBe("belongs");
    expect(newsOf(view("collection=c"), asset("b"), shown)).toBe("leaves");
    expect(newsOf(view("collection=c"), asset("b"), hidden)).toBe("elsewhere");
  });

  it("shows only the files that go into it", () => {
    expect(goesInto({ collection: "c" }, { words: { collection: "c" } })).toBe(true);
    expect(goesInto({ collection: "c" }, { words: {} })).toBe(false);
    expect(goesInto({ collection: "c" }, undefined)).toBe(false);
  });
});

describe("a narrowed view", () => {
  const film = { kind: "VIDEO", status: "READY", collections: [{ id: "c" }] } as AssetCard;

  it("knows from the card alone what is not in it", () => {
    expect(newsOf(view("kind=video&status=ready&in=c"), film, hidden)).toBe("belongs");
    expect(newsOf(view("kind=image"), film, shown)).toBe("leaves");
    expect(newsOf(view("not.kind=video"), film, hidden)).toBe("elsewhere");
    expect(newsOf(view("not.in=c"), film, hidden)).toBe("elsewhere");
  });

  it("leaves to the server what the card does not tell", () => {
    expect(newsOf(view("tag=beach&q=sea"), film, hidden)).toBe("belongs");
  });
});
