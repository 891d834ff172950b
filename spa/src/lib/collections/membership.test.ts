import { describe, expect, it, vi } from "vitest";
import { addToCollection, removeFromCollection } from "@/lib/collections/membership";
import type { AssetCard } from "@/lib/library/asset-card";
import { Library } from "@/lib/library/library";
import type { Services } from "@/lib/services";

const asset = (id: string, collections: string[] = []) =>
  ({ id, revision: 1, collections: collections.map((one) => ({ id: one })) }) as AssetCard;
const ids = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);
const REFUSED = { __typename: "CollectionRefused", code: "IN_ANOTHER_COLLECTION", message: "No.", collection: null };

/** A library of assets, and an API that answers with `answers` in their order, then always yes. */
function setUp(assets: AssetCard[], ...answers: unknown[]) {
  const library = new Library();
  for (const one of assets) library.assets.read(one);
  const ask = vi.fn<(document: unknown, variables: { input: { assets: string[] } }) => Promise<unknown>>(() => {
    const answer = answers.shift() ?? { __typename: "Collection", id: "c" };
    return Promise.resolve({ addToCollection: answer, removeFromCollection: answer });
  });
  const heard = vi.fn();
  library.listen(heard);
  return { services: { ask, library } as unknown as Services, library, ask, heard };
}

describe("what a collection holds", () => {
  it("changes a hundred at a time", async () => {
    const { services, ask } = setUp([]);
    const taken = await addToCollection(services, "c", ids(250));
    expect(ask.mock.calls.map(([, { input }]) => input.assets.length)).toEqual([100, 100, 50]);
    expect(taken).toEqual({ ids: ids(250), refused: null });
  });

  it("is told to the lists at once, and only of what changed", async () => {
    const { services, library, heard } = setUp([asset("a0"), asset("a1", ["c"])]);
    await addToCollection(services, "c", ["a0", "a1", "unknown"]);
    expect(library.assets.get("a0")?.collections).toEqual([{ id: "c" }]);
    expect(heard).toHaveBeenCalledTimes(1);
    await removeFromCollection(services, "c", ["a0"]);
    expect(library.assets.get("a0")?.collections).toEqual([]);
  });

  it("keeps what went in before a refusal, and says which", async () => {
    const { services, library } = setUp(
      ids(150).map((id) => asset(id)),
      undefined,
      REFUSED,
    );
    const taken = await addToCollection(services, "c", ids(150));
    expect(taken.ids).toHaveLength(100);
    expect(taken.refused?.code).toBe("IN_ANOTHER_COLLECTION");
    expect(library.assets.get("a0")?.collections).toEqual([{ id: "c" }]);
    expect(library.assets.get("a120")?.collections).toEqual([]);
  });
});
