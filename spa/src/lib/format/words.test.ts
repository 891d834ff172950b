import { describe, expect, it } from "vitest";
import { bytes, cameraTime, count, duration, monthName, remaining } from "@/lib/format/words";

describe("words", () => {
  it("says sizes the way people read them", () => {
    expect([0, 999, 1000, 4_210_000, 48_318_382_080].map(bytes)).toEqual([
      "0 B",
      "999 B",
      "1.0 kB",
      "4.2 MB",
      "48.3 GB",
    ]);
  });

  it("says lengths and guesses", () => {
    expect([83.2, 3725].map(duration)).toEqual(["1:23", "1:02:05"]);
    expect([0.2, 45, 300, 9000].map(remaining)).toEqual(["1 s", "45 s", "5 min", "3 h"]);
    expect([count(1, "item"), count(100_000, "item")]).toEqual(["1 item", "100,000 items"]);
  });

  it("names a month the same in every time zone", () => {
    expect(monthName("2026-01")).toBe("January 2026");
  });

  it("keeps the camera's own clock", () => {
    expect(cameraTime("2024-06-01T09:30:00", 330)).toBe("1 June 2024 at 09:30 (UTC+5:30)");
    expect(cameraTime("2024-06-01T09:30:00", null)).toBe("1 June 2024 at 09:30");
  });
});
