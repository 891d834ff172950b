import { describe, expect, it } from "vitest";
import { clock, spoken, wholeClock } from "./time";

describe("time", () => {
  it("is written the way players do", () => {
    expect([0, 9.4, 59.99, 83, 600, 3725].map((seconds) => clock(seconds))).toEqual([
      "0:00",
      "0:09",
      "1:00",
      "1:23",
      "10:00",
      "1:02:05",
    ]);
  });

  it("keeps its width within a long film", () => {
    expect(clock(5, 7200)).toBe("0:00:05");
    expect(clock(65, 3599)).toBe("1:05");
  });

  it("rounds the whole as cards do", () => {
    expect(wholeClock(9.98)).toBe("0:10");
    expect(wholeClock(3599.7)).toBe("1:00:00");
  });

  it("is spoken in words", () => {
    expect(spoken(0)).toBe("0 seconds");
    expect(spoken(61)).toBe("1 minute 1 second");
    expect(spoken(3600)).toBe("1 hour");
    expect(spoken(3725)).toBe("1 hour 2 minutes 5 seconds");
  });
});
