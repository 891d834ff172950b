import { expect, it } from "vitest";
import { asItWas } from "./putting-back";

it("says again what was said before", () => {
  expect(asItWas({ field: "title", before: "Old", after: "New" })).toEqual({ title: "Old" });
  expect(asItWas({ field: "description", before: null, after: "Words" })).toEqual({ description: null });
});

it("undoes only what a change did to the tags", () => {
  expect(asItWas({ field: "tags", before: ["a", "b"], after: ["b", "c"] })).toEqual({
    addTags: ["a"],
    removeTags: ["c"],
  });
  expect(asItWas({ field: "tags", before: [], after: [] })).toBeNull();
});

it("puts a time back with its zone, and leaves one alone whose zone nobody knew", () => {
  const before = { local: "2026-05-01T10:00:00", offsetMinutes: -90, utc: "2026-05-01T11:30:00Z" };
  expect(asItWas({ field: "capturedAt", before, after: null })).toEqual({ capturedAt: "2026-05-01T10:00:00-01:30" });
  expect(asItWas({ field: "capturedAt", before: { ...before, offsetMinutes: null }, after: null })).toBeNull();
  expect(asItWas({ field: "capturedAt", before: null, after: before })).toEqual({ capturedAt: null });
});

it("offers nothing for what nobody can say", () => {
  expect(asItWas({ field: "trashedAt", before: null, after: "2026-11-21T12:00:00Z" })).toBeNull();
  expect(asItWas({ field: "title", before: "", after: "New" })).toBeNull();
});
