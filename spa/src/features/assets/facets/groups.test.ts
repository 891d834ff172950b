import { describe, expect, it } from "vitest";
import { viewOf } from "@/features/assets/list/view";
import { groupsOf, shownOf, type Counted, type Row } from "./groups";

const view = (query: string) => viewOf(new URLSearchParams(query));
const unnamed = () => undefined;
const counted = (name: string, counts: Record<string, number>): Counted => ({
  name,
  buckets: Object.entries(counts).map(([value, count]) => ({ value, label: `label of ${value}`, count })),
});
const group = (query: string, facet: string, ...all: Counted[]) =>
  groupsOf(view(query), all, unnamed).find((one) => one.facet === facet);

describe("groups of filters", () => {
  it("leave out what has nothing to say", () => {
    const one = counted("KIND", { IMAGE: 5 });
    expect(group("", "kind", one)).toBeUndefined();
    expect(group("kind=image", "kind", one)).toBeDefined();
    expect(group("", "tag")).toBeUndefined();
  });

  it("say what people say, in an order that stays", () => {
    const sizes = counted("SIZE", { LARGER: 9, UP_TO_1_MB: 2 });
    expect(group("", "size", sizes)?.rows.map(({ words }) => words)).toEqual(["Up to 1 MB", "Over 1 GB"]);
    const people = counted("UPLOADER", { u1: 3, u2: 1 });
    expect(group("", "by", people)?.rows[0]?.words).toBe("label of u1");
  });

  it("keep what is chosen in sight when nothing is found with it", () => {
    const rows = group("tag=sea&not.tag=draft", "tag", counted("TAG", { pier: 2 }))?.rows;
    expect(rows?.map(({ value, count, way }) => [value, count, way])).toEqual([
      ["pier", 2, null],
      ["sea", 0, "has"],
      ["draft", 0, "not"],
    ]);
  });

  it("say how much is left out", () => {
    const tags = counted("TAG", { pier: 5, draft: 3 });
    const rows = group("not.tag=draft", "tag", tags)?.rows;
    expect(rows?.map(({ value, count, way }) => [value, count, way])).toEqual([
      ["pier", 5, null],
      ["draft", 3, "not"],
    ]);
  });

  it("show months within the chosen year, or within the only one", () => {
    const months = counted("MONTH", { "2025-01": 1, "2024-11": 3, "2024-10": 2 });
    const years = counted("YEAR", { "2025": 1, "2024": 5 });
    expect(group("", "year", years, months)?.months).toEqual([]);
    expect(group("year=2024", "year", years, months)?.months.map(({ words }) => words)).toEqual([
      "November 2024",
      "October 2024",
    ]);
    const only = counted("MONTH", { "2024-11": 3, "2024-10": 2 });
    expect(group("", "year", counted("YEAR", { "2024": 5 }), only)?.months).toHaveLength(2);
  });

  it("offer what is always the same while nobody can count", () => {
    const groups = groupsOf(view("tag=sea"), null, unnamed);
    expect(groups.map(({ facet }) => facet)).toEqual(["kind", "tag", "shape", "size", "status"]);
    expect(groups.flatMap(({ rows }) => rows).every(({ count }) => count === null)).toBe(true);
  });

  it("tell inside a collection which others hold some of it", () => {
    const inside = (counts: Record<string, number>) => group("collection=c1", "in", counted("COLLECTION", counts));
    expect(group("", "in", counted("COLLECTION", { c1: 3, c2: 2 }))?.rows).toHaveLength(2);
    expect(inside({ c1: 3, c2: 2 })?.rows.map(({ value }) => value)).toEqual(["c2"]);
    expect(inside({ c1: 3 })).toBeUndefined();
  });
});

describe("a long group", () => {
  const rows = Array.from({ length: 20 }, (_, index) => ({ words: `Tag ${index}`, way: index === 15 ? "has" : null }));
  const shown = (all: boolean, looked: string) => shownOf(rows as Row[], all, looked).map(({ words }) => words);

  it("shows the first few and what is chosen", () => {
    expect(shown(false, "")).toHaveLength(9);
    expect(shown(false, "")).toContain("Tag 15");
    expect(shown(true, "")).toHaveLength(20);
  });

  it("is looked through by typing", () => {
    expect(shown(false, " tag 19 ")).toEqual(["Tag 19"]);
  });
});
