import { describe, expect, it } from "vitest";
import { changeWords } from "./change-words";

describe("a change, in words", () => {
  it("says what became of it", () => {
    expect(changeWords({ field: "title", before: "IMG 1", after: "The gate" })).toEqual({
      what: "Title changed",
      became: "The gate",
    });
    expect(changeWords({ field: "tags", before: [], after: ["gate", "stone"] })).toEqual({
      what: "Tags set",
      became: "gate, stone",
    });
    expect(changeWords({ field: "description", before: "old words", after: null })).toEqual({
      what: "Description removed",
      became: "old words",
    });
  });

  it("says that a list is empty now", () => {
    expect(changeWords({ field: "collections", before: ["Trips / Rome"], after: [] })).toEqual({
      what: "Collections removed",
      became: "Trips / Rome",
    });
  });

  it("knows the trash", () => {
    expect(changeWords({ field: "trashedAt", before: null, after: "2026-11-20" }).what).toBe("Moved to the trash");
    expect(changeWords({ field: "trashedAt", before: "2026-11-20", after: null }).what).toBe("Taken out of the trash");
  });

  it("reads times and fields it was not told of", () => {
    const taken = { local: "2026-11-20T14:03:00", offset_minutes: null };
    expect(changeWords({ field: "capturedAt", before: null, after: taken })).toEqual({
      what: "Date taken set",
      became: "20 November 2026 at 14:03",
    });
    expect(changeWords({ field: "someField", before: 1, after: 2 })).toEqual({
      what: "Some field changed",
      became: "2",
    });
  });

  it("keeps long texts short", () => {
    expect(changeWords({ field: "description", before: null, after: "x".repeat(500) }).became).toHaveLength(121);
  });
});
