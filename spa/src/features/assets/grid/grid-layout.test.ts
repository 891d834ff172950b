import { describe, expect, it } from "vitest";
import { monthSections, withPage } from "@/features/assets/list/sections";
import { viewOf } from "@/features/assets/list/view";
import { cardAcross, cardAt, findCard, GridArranger, visibleRows } from "./grid-layout";
import { dayGroups } from "./day-groups";

const measure = { width: 1200, target: 200, gap: 4 };
const shape = { ratio: () => 1.5, day: () => "2026-02-11", today: "2026-02-20" };
const ids = (count: number, prefix = "a") => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const months = Array.from({ length: 84 }, (_, index) => ({
  month: `${2026 - Math.floor(index / 12)}-${String(12 - (index % 12)).padStart(2, "0")}`,
  count: 1200,
}));
const sections = monthSections(months, viewOf(new URLSearchParams()));
const read = sections.map((section, index) => (index === 0 ? withPage(section, 0, ids(100), true) : section));

describe("the grid's layout", () => {
  const arranger = new GridArranger();
  const layout = arranger.arrange([], read, measure, shape);

  it("gives a hundred thousand assets their whole height before they are read", () => {
    expect(layout.height).toBeGreaterThan(3_000_000);
    expect(visibleRows(layout, 2_000_000, 2_001_000).flatMap(({ rows }) => rows).length).toBeLessThan(12);
  });

  it("finds only the rows in sight", () => {
    const rows = visibleRows(layout, 0, 900).flatMap(({ rows: found }) => found);
    expect(rows.map(({ kind }) => kind).slice(0, 3)).toEqual(["title", "day", "cards"]);
    expect(rows.length).toBeLessThan(9);
  });

  it("lays out again only what changed", () => {
    const next = arranger.arrange(
      [],
      read.map((one, at) => (at === 1 ? withPage(one, 0, ids(100, "b"), true) : one)),
      measure,
      shape,
    );
    expect(next.sections[0]?.rows).toBe(layout.sections[0]?.rows);
    expect(next.sections[1]?.rows).not.toBe(layout.sections[1]?.rows);
  });

  it("finds a card, the one in sight and the one below", () => {
    const place = findCard(layout, "a0");
    expect(place?.cell.x).toBe(0);
    expect(cardAt(layout, 0)?.cell.key).toBe("a0");
    expect(place && cardAcross(layout, place, 1)?.key).toBe("a4");
    expect(findCard(layout, "unknown")).toBeUndefined();
  });

  it("puts arrivals on top under their own heading", () => {
    const { sections: placed } = arranger.arrange([{ own: true, at: 0, keys: ["x", "y"] }], read, measure, shape);
    expect(placed[0]?.rows[0]).toMatchObject({ kind: "title", text: "Just added", count: 2 });
    expect(placed[1]?.top).toBe(placed[0]?.height);
  });
});

describe("day groups", () => {
  const days = (day: string, count: number) => Array<string>(count).fill(day);

  it("names today, yesterday and weekdays", () => {
    const labels = dayGroups(
      [...days("2026-02-20", 12), ...days("2026-02-19", 12), ...days("2026-02-11", 30)],
      "2026-02-20",
    );
    expect(labels.map(({ label }) => label)).toEqual(["Today", "Yesterday", "Wednesday 11 February"]);
  });

  it("joins short days under one heading", () => {
    const joined = dayGroups(
      [...days("2026-02-11", 3), ...days("2026-02-09", 4), ...days("2026-02-03", 2)],
      "2026-02-20",
    );
    expect(joined).toEqual([{ start: 0, end: 9, label: "3–11 February" }]);
  });
});
