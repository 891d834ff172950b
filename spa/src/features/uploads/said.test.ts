import { describe, expect, it } from "vitest";
import { NOTHING_SAID, troubleWithTags, wordsOf } from "./said";

describe("what is said of files before they are added", () => {
  it("is nothing when nothing is", () => {
    expect(wordsOf(NOTHING_SAID)).toEqual({});
    expect(wordsOf({ tags: " , ,", description: "  ", taken: "" })).toEqual({});
  });

  it("takes tags apart and each once", () => {
    expect(wordsOf({ ...NOTHING_SAID, tags: "Holiday, Lake ,Holiday" }).tags).toEqual(["Holiday", "Lake"]);
    expect(troubleWithTags(Array.from({ length: 101 }, (_, at) => `t${at}`).join())).toMatch(/at most 100/);
    expect(troubleWithTags("a, b")).toBeNull();
  });

  it("keeps the hour on the wall and says how far it is from UTC", () => {
    const { capturedAt = "" } = wordsOf({ ...NOTHING_SAID, taken: "2026-05-01T10:00" });
    expect(capturedAt).toMatch(/^2026-05-01T10:00:00[+-]\d\d:\d\d$/);
    expect(Date.parse(capturedAt)).toBe(new Date("2026-05-01T10:00").getTime());
  });
});
