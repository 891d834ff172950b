import { describe, expect, it } from "vitest";
import { fit, FITTED, pixelScale, withinStage, zoomAt } from "./zoom-math";

const stage = { width: 1000, height: 800 };
const picture = { width: 4000, height: 3000 };

describe("the viewer's hold on a picture", () => {
  it("fits whole and never enlarges a small one", () => {
    expect(fit(picture, stage)).toEqual({ width: 1000, height: 750 });
    expect(fit({ width: 200, height: 100 }, stage)).toEqual({ width: 200, height: 100 });
  });

  it("knows when a pixel is a pixel", () => {
    expect(pixelScale(picture, fit(picture, stage), 1)).toBe(4);
    expect(pixelScale(picture, fit(picture, stage), 2)).toBe(2);
  });

  it("keeps what is under the pointer where it is", () => {
    const held = zoomAt(FITTED, 2, 100, -50, 8);
    expect(held).toEqual({ scale: 2, x: -100, y: 50 });
    expect(zoomAt(held, 0.5, 100, -50, 8)).toEqual(FITTED);
  });

  it("stops at fitted and at the most", () => {
    expect(zoomAt(FITTED, 0.1, 0, 0, 8).scale).toBe(1);
    expect(zoomAt(FITTED, 100, 0, 0, 8).scale).toBe(8);
  });

  it("does not let the picture be pulled off the stage", () => {
    expect(withinStage({ scale: 2, x: 9000, y: -9000 }, fit(picture, stage), stage)).toEqual({
      scale: 2,
      x: 500,
      y: -350,
    });
    expect(withinStage({ scale: 1, x: 40, y: 40 }, fit(picture, stage), stage)).toEqual(FITTED);
  });
});
