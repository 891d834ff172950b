import { describe, expect, it } from "vitest";
import { comparison, nameParts } from "./compare";
import type { Twin } from "./operations";

const twin = (change: Partial<Twin>): Twin =>
  ({
    filename: "a.jpg",
    mimeType: "image/jpeg",
    size: 2_000_000,
    width: 4000,
    height: 3000,
    createdAt: "2026-11-02T10:00:00Z",
    capturedAt: null,
    tags: [],
    uploadedBy: { __typename: "User", name: "Ada" },
    ...change,
  }) as Twin;

const rowOf = (name: string, ...twins: Twin[]) => {
  const row = comparison(twins).find((one) => one.name === name);
  if (!row) throw new Error(`no row ${name}`);
  return row;
};

describe("a comparison of twins", () => {
  it("marks the most pixels and the most bytes, each on its own", () => {
    const [large, heavy] = [twin({ size: 900_000 }), twin({ width: 1600, height: 1200, size: 1_500_000 })];
    expect(rowOf("Size in pixels", large, heavy)).toEqual({
      name: "Size in pixels",
      values: ["4,000 × 3,000", "1,600 × 1,200"],
      best: [true, false],
      differs: true,
    });
    expect(rowOf("File", large, heavy).best).toEqual([false, true]);
  });

  it("marks nothing where they are alike", () => {
    const row = rowOf("Size in pixels", twin({}), twin({}));
    expect([row.differs, ...row.best]).toEqual([false, false, false]);
  });

  it("says what it does not know", () => {
    expect(rowOf("Taken", twin({}), twin({})).values[0]).toBe("not known");
    expect(rowOf("Size in pixels", twin({ width: null }), twin({})).values[0]).toBe("not known");
  });
});

describe("the parts of a name", () => {
  it("are what all share at both ends, and what is its own", () => {
    expect(nameParts("Garden (1).jpg", ["Garden.jpg"])).toEqual([
      { text: "Garden", differs: false },
      { text: " (1)", differs: true },
      { text: ".jpg", differs: false },
    ]);
  });

  it("have no difference where names are the same, and mark nothing in the shorter one", () => {
    expect(nameParts("a.jpg", ["a.jpg", "a.jpg"])).toEqual([{ text: "a.jpg", differs: false }]);
    expect(nameParts("a.jpg", ["aa.jpg"]).some(({ differs }) => differs)).toBe(false);
  });

  it("share no half of a word at their ends", () => {
    expect(nameParts("a.jpg", ["a.png"])).toEqual([
      { text: "a.", differs: false },
      { text: "jpg", differs: true },
    ]);
  });

  it("never cut a character that people see as one", () => {
    const parts = nameParts("👩‍👩‍👧.png", ["👩‍👩‍👦.png"]);
    expect(parts[0]).toEqual({ text: "👩‍👩‍👧", differs: true });
  });
});
