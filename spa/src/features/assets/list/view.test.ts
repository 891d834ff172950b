import { describe, expect, it } from "vitest";
import { choose, dropped } from "./choices";
import { filterOf } from "./filter";
import { sortsFor } from "./sorts";
import { cleared, hasMonths, isFiltered, paramsOf, takesArrivals, viewOf, withWords } from "./view";

const view = (query: string) => viewOf(new URLSearchParams(query));
const address = (query: string) => paramsOf(view(query)).toString();

describe("a view in the address", () => {
  it("survives the round trip, whatever narrows it", () => {
    const query =
      "q=red+boat&kind=video&tag=beach&tag=Low+tide&camera=Canon+EOS+5D&year=2024&month=2024-11&size=larger&not.tag=draft";
    expect(address(query)).toBe(query);
    expect(view(query)).toMatchObject({
      words: "red boat",
      sort: "RELEVANCE",
      has: { kind: ["VIDEO"], tag: ["beach", "Low tide"], year: ["2024"], month: ["2024-11"], size: ["LARGER"] },
      not: { tag: ["draft"] },
    });
  });

  it("drops what it does not know, and says everything once", () => {
    expect(address("kind=nonsense&kind=IMAGE&kind=image&year=all&month=2024-13&tag=&sort=random&q=+++")).toBe(
      "kind=image",
    );
    expect(address("shape=toString&status=constructor")).toBe("");
  });

  it("says the order only where it is not the usual one", () => {
    expect(view("").sort).toBe("NEWEST");
    expect(view("sort=relevance").sort).toBe("NEWEST");
    expect(address("q=sea&sort=relevance")).toBe("q=sea");
    expect(address("q=sea&sort=newest")).toBe("q=sea&sort=newest");
    expect(sortsFor({ words: "" })).not.toContain("RELEVANCE");
  });

  it("keeps the collection and the trash, which narrow nothing", () => {
    const inside = view("collection=c-1&trashed=1");
    expect(inside).toMatchObject({ collection: "c-1", trashed: true });
    expect(isFiltered(inside)).toBe(false);
    expect(view("collection=").collection).toBeNull();
  });

  it("takes the best match as the order when words come, and the newest when they go", () => {
    expect(withWords(view(""), "sea").sort).toBe("RELEVANCE");
    expect(withWords(view("q=sea"), "").sort).toBe("NEWEST");
    expect(withWords(view("sort=name"), "sea").sort).toBe("NAME");
  });

  it("is one list while words are searched for, and takes no arrivals while it is narrowed", () => {
    expect(hasMonths(view("tag=sea"))).toBe(true);
    expect(hasMonths(view("q=sea&sort=newest"))).toBe(false);
    expect(takesArrivals(view("q=sea"))).toBe(false);
    expect(takesArrivals(view("not.tag=sea"))).toBe(false);
    expect(cleared(view("q=sea&tag=a&not.tag=b"))).toEqual(view("q=sea"));
  });
});

describe("choosing", () => {
  it("takes a value in and back, and turns it round", () => {
    const chosen = choose(view(""), "has", "tag", "sea");
    expect(chosen.has).toEqual({ tag: ["sea"] });
    expect(choose(chosen, "has", "tag", "sea")).toEqual(view(""));
    expect(choose(chosen, "not", "tag", "sea")).toEqual(view("not.tag=sea"));
  });

  it("takes the months back with their year", () => {
    const chosen = view("year=2024&month=2024-11&month=2023-02");
    expect(dropped(chosen, "has", "year", "2024").has).toEqual({ month: ["2023-02"] });
  });

  it("leaves out several things at once", () => {
    const left = choose(view("not.tag=draft&not.kind=video"), "not", "camera", "Canon");
    expect(left.not).toEqual({ kind: ["VIDEO"], tag: ["draft"], camera: ["Canon"] });
    expect(view(paramsOf(left).toString())).toEqual(left);
  });
});

describe("a filter", () => {
  it("asks in the words of the API", () => {
    expect(filterOf(view("collection=c&kind=image&tag=a&in=d&year=2024&format=image/png&shape=square&by=u"))).toEqual({
      trashed: false,
      collection: "c",
      kind: ["IMAGE"],
      tags: ["a"],
      collections: ["d"],
      year: [2024],
      mimeType: ["image/png"],
      orientation: ["SQUARE"],
      uploadedBy: ["u"],
    });
  });

  it("leaves out each thing by itself, and any of its values", () => {
    expect(filterOf(view("kind=image&not.tag=a&not.tag=b&not.year=2024&not.status=failed"))).toEqual({
      trashed: false,
      kind: ["IMAGE"],
      exclude: [{ tags: ["a", "b"] }, { year: [2024] }, { status: ["FAILED"] }],
    });
  });

  it("keeps to a month of the list", () => {
    const range = { createdFrom: "2026-11-01T00:00:00.000Z", createdTo: "2026-12-01T00:00:00.000Z" };
    expect(filterOf(view(""), range)).toEqual({ trashed: false, ...range });
  });
});
