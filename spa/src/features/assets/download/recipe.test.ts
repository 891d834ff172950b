import { describe, expect, it } from "vitest";
import { PLAIN, recipeOf, sizeOf, troubleWith } from "./recipe";

const PHOTO = { width: 4000, height: 3000 };

describe("a wish for another size", () => {
  it("says nothing that was not chosen", () => {
    expect(recipeOf(PLAIN)).toEqual({ format: "JPEG", quality: 80 });
    expect(recipeOf({ ...PLAIN, format: "PNG" })).toEqual({ format: "PNG" });
  });

  it("fills a box only when both edges are known, around what matters", () => {
    const focus = { x: 0.2, y: 0.4 };
    expect(recipeOf({ ...PLAIN, width: "800", fills: true, focus })).toEqual({
      format: "JPEG",
      quality: 80,
      width: 800,
    });
    expect(recipeOf({ ...PLAIN, width: "800", height: "600", fills: true, focus })).toMatchObject({
      fit: "COVER",
      focus,
    });
  });

  it("is never larger than the picture", () => {
    expect(sizeOf({ ...PLAIN, width: "8000" }, PHOTO)).toEqual(PHOTO);
    expect(sizeOf({ ...PLAIN, width: "1000" }, PHOTO)).toEqual({ width: 1000, height: 750 });
    expect(sizeOf({ ...PLAIN, width: "6000", height: "6000", fills: true }, PHOTO)).toEqual({
      width: 3000,
      height: 3000,
    });
  });

  it("is measured after the part and the turn", () => {
    const half = { x: 0, y: 0, width: 0.5, height: 1 };
    expect(sizeOf({ ...PLAIN, crop: half, turn: 90 }, PHOTO)).toEqual({ width: 3000, height: 2000 });
  });

  it("names a size that cannot be made", () => {
    expect(troubleWith("")).toBeNull();
    expect(troubleWith("1200")).toBeNull();
    for (const text of ["0", "12.5", "8193", "wide"]) expect(troubleWith(text)).toContain("8,192");
  });
});
