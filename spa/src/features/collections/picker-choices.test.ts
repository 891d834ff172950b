import { describe, expect, it } from "vitest";
import type { Found } from "./operations";
import { choicesFor, stepTo } from "./picker-choices";

const found = (name: string, path: string[] = []): Found => ({
  id: name,
  name,
  path: path.map((one) => ({ name: one })),
  assetCount: { value: 0, exact: true },
  collectionCount: 0,
});
const kinds = (collections: Found[], words: string) => choicesFor(collections, words).map(({ kind }) => kind);

describe("the choices of a picker", () => {
  it("offer a new collection after those found", () => {
    expect(kinds([found("Summer 2025")], "summer")).toEqual(["there", "new"]);
    expect(kinds([], " Winter ")).toEqual(["new"]);
    expect(choicesFor([], " Winter ")[0]).toEqual({ kind: "new", name: "Winter" });
  });

  it("offer no second one of the same name in the same place", () => {
    expect(kinds([found("Summer")], "sUMMER ")).toEqual(["there"]);
    expect(kinds([found("Summer", ["Travel"])], "Summer")).toEqual(["there", "new"]);
  });

  it("offer nothing new while nothing is typed", () => {
    expect(kinds([found("Summer")], "  ")).toEqual(["there"]);
  });

  it("lead round and round", () => {
    expect(stepTo("ArrowDown", 2, 3)).toBe(0);
    expect(stepTo("ArrowUp", 0, 3)).toBe(2);
    expect(stepTo("ArrowDown", 0, 0)).toBeNull();
    expect(stepTo("x", 0, 3)).toBeNull();
  });
});
