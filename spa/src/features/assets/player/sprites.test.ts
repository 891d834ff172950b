import { describe, expect, it } from "vitest";
import { frameAt, frameBox, frameStyle } from "./sprites";

const sheet = {
  url: "/media/a/sprites.jpg",
  columns: 5,
  rows: 3,
  frameWidth: 160,
  frameHeight: 90,
  interval: 2,
  count: 12,
};

describe("the sprite sheet", () => {
  it("has a picture for every time", () => {
    expect(frameAt(sheet, 0)).toEqual({ column: 0, row: 0 });
    expect(frameAt(sheet, 1.99)).toEqual({ column: 0, row: 0 });
    expect(frameAt(sheet, 2)).toEqual({ column: 1, row: 0 });
    expect(frameAt(sheet, 11)).toEqual({ column: 0, row: 1 });
  });

  it("stays on its pictures beyond the ends", () => {
    expect(frameAt(sheet, -3)).toEqual({ column: 0, row: 0 });
    expect(frameAt(sheet, 24)).toEqual({ column: 1, row: 2 });
    expect(frameAt(sheet, 1e6)).toEqual({ column: 1, row: 2 });
  });

  it("is moved so that one picture fills the box", () => {
    expect(frameStyle(sheet, 12, { width: 320, height: 180 })).toEqual({
      backgroundImage: 'url("/media/a/sprites.jpg")',
      backgroundSize: "1600px 540px",
      backgroundPosition: "-320px -180px",
    });
  });

  it("crops evenly where the box has another shape", () => {
    expect(frameStyle(sheet, 2, { width: 90, height: 90 }).backgroundPosition).toBe("-195px 0px");
  });

  it("keeps its shape in a smaller box", () => {
    expect(frameBox(sheet, 200)).toEqual({ width: 200, height: 113 });
    expect(frameBox({ ...sheet, frameWidth: 90, frameHeight: 160 }, 200)).toEqual({ width: 113, height: 200 });
  });
});
