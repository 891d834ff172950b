import { describe, expect, it, vi } from "vitest";
import type { AssetEvent } from "@/lib/api/live";
import type { AssetCard } from "@/lib/library/asset-card";
import { Library } from "@/lib/library/library";
import type { Services } from "@/lib/services";
import { AssetList } from "./asset-list";
import { FoundPage, OpenList, SkimPage } from "./operations";
import { viewOf } from "./view";

const asset = (id: string, change: Partial<AssetCard> = {}) =>
  ({
    id,
    revision: 1,
    status: "READY",
    createdAt: "2026-11-02T10:00:00Z",
    failure: null,
    collections: [],
    ...change,
  }) as AssetCard;
const event = (kind: AssetEvent["kind"], of: AssetCard): AssetEvent => ({
  cursor: "2-0",
  kind,
  assetId: of.id,
  revision: of.revision,
  asset: of,
  progress: null,
});

/** A library of `months`, each answered in pages of a hundred, and a list over it. */
async function opened(months: Record<string, number>, query = "") {
  const library = new Library();
  const keyByAsset = new Map<string, string>();
  const searched = {
    ids: Array.from({ length: months["found"] ?? 0 }, (_, index) => `found-${index}`),
    degraded: false,
  };
  const timeline = Object.entries(months).map(([month, count]) => ({ month, count }));
  const ask = vi.fn(
    (document: unknown, variables: { filter?: { createdFrom?: string }; after?: string | null; first?: number }) => {
      if (document === OpenList)
        return Promise.resolve({ timeline, assets: { liveCursor: "1-0", total: { value: 1000, exact: false } } });
      if (document === FoundPage) return Promise.resolve({ assets: foundPage(searched, Number(variables.after ?? 0)) });
      const month = variables.filter?.createdFrom?.slice(0, 7) ?? "all";
      const count = months[month] ?? Object.values(months).reduce((sum, one) => sum + one, 0);
      const start = Number(variables.after ?? 0);
      const end = Math.min(count, start + (variables.first ?? 100));
      const nodes = Array.from({ length: end - start }, (_, index) => asset(`${month}-${start + index}`));
      return Promise.resolve({ assets: { nodes, pageInfo: { hasNextPage: end < count, endCursor: String(end) } } });
    },
  );
  const live = { start: vi.fn() };
  const uploads = {
    keyOf: (id: string) => keyByAsset.get(id),
    items: {
      get: (key: string) => ([...keyByAsset.values()].includes(key) ? { words: { collection: "c" } } : undefined),
    },
  };
  const list = new AssetList(viewOf(new URLSearchParams(query)), {
    ask,
    library,
    live,
    uploads,
  } as unknown as Services);
  await list.open();
  const receive = (happened: AssetEvent): void => {
    library.receive(happened);
    list.receive(happened);
  };
  const read = async (section: string, index: number): Promise<void> => {
    list.want([{ section, index }]);
    await vi.waitFor(() =>
      expect(list.sections.get().find(({ key }) => key === section)?.chunks[index]?.ids).not.toBeNull(),
    );
  };
  return { list, ask, live, receive, read, keyByAsset, searched };
}

/** A hundred of what a search finds, with why. */
function foundPage({ ids, degraded }: { ids: string[]; degraded: boolean }, start: number) {
  const edges = ids.slice(start, start + 100).map((id) => ({ node: asset(id), match: { score: 1, highlights: [] } }));
  const end = start + edges.length;
  return {
    edges,
    pageInfo: { hasNextPage: end < ids.length, endCursor: String(end) },
    total: { value: ids.length, exact: true },
    degraded,
    liveCursor: "1-0",
  };
}

describe("a list of assets", () => {
  it("knows how many there are before it reads one, and follows from the same moment", async () => {
    const { list, live } = await opened({ "2026-11": 250, "2026-10": 30 });
    expect(list.total()).toBe(280);
    expect([...list.keys()]).toEqual([]);
    expect(live.start).toHaveBeenCalledWith("1-0");
  });

  it("reads a page deep inside a month by skimming the way there once", async () => {
    const { list, ask, read } = await opened({ "2026-11": 950 });
    await read("2026-11", 5);
    await read("2026-11", 3);
    expect(ask.mock.calls.filter(([document]) => document === SkimPage)).toHaveLength(5);
    expect([...list.keys()][0]).toBe("2026-11-300");
  });

  it("never mixes up two pages that are looked for at the same time", async () => {
    const { list } = await opened({ "2026-11": 950 });
    list.want([
      { section: "2026-11", index: 6 },
      { section: "2026-11", index: 7 },
    ]);
    await vi.waitFor(() => expect([...list.keys()]).toHaveLength(200));
    expect([...list.keys()].filter((_, index) => index % 100 === 0)).toEqual(["2026-11-600", "2026-11-700"]);
  });

  it("gives up a long way that nobody wants any more", async () => {
    const { list, ask } = await opened({ "2026-11": 90_000, "2026-10": 5 });
    list.want([{ section: "2026-11", index: 800 }]);
    list.want([{ section: "2026-10", index: 0 }]);
    await vi.waitFor(() => expect([...list.keys()]).toHaveLength(5));
    expect(ask.mock.calls.filter(([document]) => document === SkimPage).length).toBeLessThan(5);
  });

  it("announces what others add instead of inserting it", async () => {
    const { list, receive } = await opened({ "2026-11": 1 });
    receive(event("CREATED", asset("new")));
    receive(event("CREATED", asset("new")));
    expect(list.pending.get()).toEqual(["new"]);
    expect([...list.keys()]).toEqual([]);
    list.admitPending();
    expect([...list.keys()]).toEqual(["new"]);
  });

  it("waits for the bytes of an upload from another tab", async () => {
    const { list, receive } = await opened({});
    receive(event("CREATED", asset("x", { status: "UPLOADING" })));
    expect(list.pending.get()).toEqual([]);
    receive(event("UPDATED", asset("x", { status: "PROCESSING", revision: 2 })));
    expect(list.pending.get()).toEqual(["x"]);
  });

  it("shows a person's own file once, whichever way it is heard of", async () => {
    const { list, receive, read, keyByAsset } = await opened({ "2026-11": 3 });
    keyByAsset.set("2026-11-1", "file-1");
    list.addOwn(["file-1"]);
    receive(event("CREATED", asset("2026-11-1")));
    await read("2026-11", 0);
    expect(list.pending.get()).toEqual([]);
    expect([...list.keys()]).toEqual(["file-1", "2026-11-0", "2026-11-2"]);
  });

  it("takes a removed card away and does not bring it back", async () => {
    const { list, receive, read } = await opened({ "2026-11": 3 });
    await read("2026-11", 0);
    receive({ ...event("REMOVED", asset("2026-11-1", { revision: 2 })), asset: null });
    expect([...list.keys()]).toEqual(["2026-11-0", "2026-11-2"]);
  });

  it("follows what goes into the trash and comes back, in both of its views", async () => {
    const trashed = asset("2026-11-1", { revision: 2, trashedAt: "2026-11-21T12:00:00Z" });
    const restored = asset("2026-11-1", { revision: 3, trashedAt: null });
    const library = await opened({ "2026-11": 3 });
    await library.read("2026-11", 0);
    library.receive(event("TRASHED", trashed));
    expect([...library.list.keys()]).toEqual(["2026-11-0", "2026-11-2"]);
    library.receive(event("RESTORED", restored));
    await vi.waitFor(() => expect(library.list.sections.get()[0]?.chunks[0]?.stale).toBe(true));
    await library.read("2026-11", 0);
    library.list.want([{ section: "2026-11", index: 0 }]);
    await vi.waitFor(() => expect([...library.list.keys()]).toHaveLength(3));

    const trash = await opened({ "2026-11": 3 }, "trashed=1");
    expect(trash.ask.mock.calls[0]?.[1]).toMatchObject({ filter: { trashed: true } });
    await trash.read("2026-11", 0);
    trash.receive(event("RESTORED", restored));
    expect([...trash.list.keys()]).toEqual(["2026-11-0", "2026-11-2"]);
    trash.receive(event("CREATED", asset("new")));
    expect(trash.list.pending.get()).toEqual([]);
  });

  it("keeps showing what it has while it reads again after a gap", async () => {
    const { list, receive, read } = await opened({ "2026-11": 3 });
    await read("2026-11", 0);
    receive({ ...event("RESYNC", asset("")), asset: null });
    await vi.waitFor(() => expect(list.sections.get()[0]?.chunks[0]?.stale).toBe(true));
    expect([...list.keys()]).toHaveLength(3);
    list.want([{ section: "2026-11", index: 0 }]);
    await vi.waitFor(() => expect(list.sections.get()[0]?.chunks[0]?.stale).toBeUndefined());
  });

  it("follows what is put into a collection and taken out of it", async () => {
    const inside = (id: string, revision = 1) => asset(id, { collections: [{ id: "c" }], revision });
    const { list, ask, receive, read } = await opened({ "2026-11": 3 }, "collection=c");
    expect(ask.mock.calls[0]?.[1]).toMatchObject({ filter: { collection: "c" } });
    await read("2026-11", 0);
    receive(event("UPDATED", asset("2026-11-1", { collections: [], revision: 2 })));
    expect([...list.keys()]).toEqual(["2026-11-0", "2026-11-2"]);
    receive(event("CREATED", asset("elsewhere", { collections: [] })));
    expect(list.pending.get()).toEqual([]);
    receive(event("CREATED", inside("new")));
    expect(list.pending.get()).toEqual(["new"]);

    const asked = ask.mock.calls.length;
    receive(event("UPDATED", inside("2026-11-1", 3)));
    await vi.waitFor(() => expect(list.sections.get()[0]?.chunks[0]?.stale).toBe(true));
    expect(ask.mock.calls.length).toBe(asked + 1);
  });

  it("shows a person's own file in the collection it goes into, and in no other", async () => {
    const { list, receive, keyByAsset } = await opened({}, "collection=c");
    keyByAsset.set("x", "file-1");
    list.addOwn(["file-1", "file-2"]);
    expect([...list.keys()]).toEqual(["file-1"]);
    receive(event("CREATED", asset("x", { collections: [{ id: "c" }] })));
    expect([...list.keys(), ...list.pending.get()]).toEqual(["file-1"]);
  });

  it("does not insert anything into a narrowed view", async () => {
    const { list, receive } = await opened({}, "status=failed");
    receive(event("CREATED", asset("new")));
    list.addOwn(["file-1"]);
    expect([...list.keys(), ...list.pending.get()]).toEqual([]);
  });
});

describe("a list of what was searched for", () => {
  it("is there with one answer, and knows why each was found", async () => {
    const { list, ask, read } = await opened({ found: 220 }, "q=sea&kind=image");
    expect(ask).toHaveBeenCalledTimes(1);
    expect(ask.mock.calls[0]?.[1]).toMatchObject({ search: "sea", sort: "RELEVANCE", filter: { kind: ["IMAGE"] } });
    expect(list.found.get()).toEqual({ value: 220, exact: true, degraded: false });
    expect([...list.keys()]).toHaveLength(100);
    expect(list.matches.get("found-0")?.score).toBe(1);
    await read("all", 2);
    expect([...list.keys()]).toHaveLength(120);
  });

  it("lets go of what no longer matches, and announces what does now", async () => {
    const { list, receive, searched } = await opened({ found: 3 }, "q=sea");
    receive(event("UPDATED", asset("found-1", { revision: 2 })));
    receive(event("CREATED", asset("new")));
    receive(event("CREATED", asset("other")));
    searched.ids = ["new", "found-0", "found-2"];
    expect([...list.keys()]).toHaveLength(3);
    await vi.waitFor(() => expect(list.pending.get()).toEqual(["new"]), 3000);
    expect([...list.keys()]).toEqual(["found-0", "found-2"]);
    list.admitPending();
    await vi.waitFor(() => expect([...list.keys()]).toEqual(["new", "found-0", "found-2"]));
    list.close();
  });

  it("asks nobody about what its card already rules out", async () => {
    const { list, ask, receive } = await opened({ found: 3 }, "q=sea&kind=video");
    receive(event("CREATED", asset("new", { kind: "IMAGE", collections: [] })));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(ask).toHaveBeenCalledTimes(1);
    list.close();
  });
});
