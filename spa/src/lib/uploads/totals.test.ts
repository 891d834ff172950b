import { describe, expect, it } from "vitest";
import { Speed, totalsOf } from "@/lib/uploads/totals";
import { chosen, type UploadItem } from "@/lib/uploads/upload-item";

const item = (phase: UploadItem["phase"], sent = 0): UploadItem => ({
  ...chosen({ file: new File(["x".repeat(100)], "a.jpg"), ratio: null }, 1),
  phase,
  sent,
});

describe("upload totals", () => {
  it("leaves refused files out of the bytes", () => {
    const sum = totalsOf([item("stored"), item("sending", 40), item("refused"), item("waiting")]);
    expect(sum).toEqual({
      files: 4,
      stored: 1,
      here: 0,
      refused: 1,
      unfinished: 2,
      waiting: 1,
      asking: [],
      bytes: 300,
      sent: 140,
    });
  });
});

describe("speed", () => {
  it("says nothing before it knows, then bytes per second", () => {
    const speed = new Speed();
    expect(speed.note(0, 0)).toBeNull();
    expect(speed.note(1000, 1000)).toBe(1000);
    expect(speed.note(3000, 2000)).toBe(1500);
  });

  it("starts afresh when bytes are taken back", () => {
    const speed = new Speed();
    speed.note(5000, 0);
    expect(speed.note(1000, 1000)).toBeNull();
    expect(speed.note(2000, 2000)).toBe(1000);
  });
});
