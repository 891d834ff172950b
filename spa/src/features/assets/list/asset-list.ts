import { wordsFor } from "@/lib/api/request-failed";
import type { VariablesOf } from "@/lib/api/graphql";
import type { AssetEvent } from "@/lib/api/live";
import type { AssetCard } from "@/lib/library/asset-card";
import type { Services } from "@/lib/services";
import { Keyed } from "@/lib/state/keyed";
import { Signal } from "@/lib/state/signal";
import { admit, dismiss, type Batch } from "./arrivals";
import { goesInto, newsOf } from "./membership";
import { filterOf } from "./filter";
import { AssetPage, OpenList, type Match } from "./operations";
import { PageReader, type Wish } from "./page-reader";
import { readFound, readPage, skimPage, type Found } from "./pages";
import { Rechecks } from "./rechecks";
import {
  countOf,
  keepShown,
  monthSections,
  outdated,
  PAGE,
  wholeList,
  without,
  withPage,
  type Section,
} from "./sections";
import { hasMonths, isNarrowed, takesArrivals, type View } from "./view";

export type ListState = { kind: "opening" } | { kind: "open" } | { kind: "wrong"; words: string };

/** How long to wait for more that comes back before the list is read again. */
const SOON_MS = 200;

/** One view of the library: months laid out before they are read, pages read when they come near, arrivals on top. */
export class AssetList {
  readonly state = new Signal<ListState>({ kind: "opening" });
  readonly sections = new Signal<readonly Section[]>([]);
  readonly arrivals = new Signal<readonly Batch[]>([]);
  /** Assets others added that are not shown yet, so that nothing moves while a person looks. */
  readonly pending = new Signal<readonly string[]>([]);
  /** What a search found in all; null where no words are searched for. */
  readonly found = new Signal<Found | null>(null);
  /** Why assets were found, by id. */
  readonly matches = new Keyed<Match>();
  /** False while the number of all is only known to be no larger than what is said. */
  exact = true;
  readonly #elsewhere = new Set<string>();
  /** Assets that the list was read again for, since they had come into the collection. */
  readonly #expected = new Set<string>();
  #generation = 0;
  #opensSoon: ReturnType<typeof setTimeout> | undefined;
  readonly #rechecks = new Rechecks((touched) => this.#recheck(touched));
  readonly #pages = new PageReader({
    sections: () => this.sections.get(),
    read: (range, after) => readPage(this.#needs(), this.view, range, after),
    skim: (range, after) => skimPage(this.#needs(), this.view, range, after),
    place: (section, index, ids, hasNext) => this.#place(section, index, ids, hasNext),
  });
  /** Why the last page could not be read; null when all is well. */
  readonly pageTrouble = this.#pages.trouble;

  constructor(
    readonly view: View,
    private readonly services: Services,
  ) {}

  /** Read how much there is and begin to follow. Safe to call again: what is shown stays until the new answer is there. */
  async open(): Promise<void> {
    const generation = ++this.#generation;
    try {
      await (this.view.words === "" ? this.#openAll(generation) : this.#openFound(generation));
      if (generation !== this.#generation) return;
      this.state.set({ kind: "open" });
      await this.#rereadArrivals();
    } catch (error) {
      if (generation === this.#generation && this.state.get().kind !== "open")
        this.state.set({ kind: "wrong", words: wordsFor(error) });
    }
  }

  /** Forget what was to be done later; `open` begins anew. */
  close(): void {
    clearTimeout(this.#opensSoon);
    this.#rechecks.stop();
  }

  async #openAll(generation: number): Promise<void> {
    const { timeline, assets } = await this.services.ask(OpenList, {
      filter: filterOf(this.view),
      sort: this.view.sort,
    });
    if (generation !== this.#generation) return;
    this.#beginAnew(assets.liveCursor);
    const all = timeline.reduce((sum, { count }) => sum + count, 0);
    // Only this order leaves assets out, those that no camera dated: then the months say no more than "at most".
    this.exact = this.view.sort !== "CAPTURED_NEWEST" || assets.total.exact;
    const inOneList = assets.total.exact ? assets.total.value : all;
    const fresh = hasMonths(this.view) ? monthSections(timeline, this.view) : wholeList(inOneList);
    this.sections.set(keepShown(fresh, this.sections.get()));
  }

  /** What is searched for comes with its first page: whoever types waits for one answer, not for two. */
  async #openFound(generation: number): Promise<void> {
    const { found, liveCursor, nodes, hasNextPage, endCursor } = await readFound(this.#needs(), this.view, null);
    if (generation !== this.#generation) return;
    this.#beginAnew(liveCursor);
    this.found.set(found);
    this.#pages.noteCursor("all", 1, endCursor);
    const fresh = keepShown(wholeList(found.value), this.sections.get());
    const ids = nodes.map(({ id }) => this.#keyOf(id));
    this.sections.set(fresh.map((section) => withPage(section, 0, ids, hasNextPage)));
  }

  #beginAnew(liveCursor: string): void {
    this.services.live.start(liveCursor);
    this.#pages.beginAnew();
  }

  /** Ask for the pages that are in sight, most wanted first; earlier wishes not begun are forgotten. */
  want(pages: readonly Wish[]): void {
    this.#pages.want(pages);
  }

  /** Show a person's own files at once. */
  addOwn(keys: readonly string[]): void {
    const shown = new Set(this.arrivals.get().flatMap((batch) => batch.keys));
    const fresh = keys.filter((key) => !shown.has(key) && goesInto(this.view, this.services.uploads.items.get(key)));
    if (takesArrivals(this.view) && fresh.length > 0)
      this.arrivals.set(admit(this.arrivals.get(), fresh, true, Date.now()));
  }

  /** Show what others added. */
  admitPending(): void {
    const ids = this.pending.get().filter((id) => this.services.library.assets.get(id));
    this.pending.set([]);
    // In a narrowed view each has its own place.
    if (isNarrowed(this.view)) return void this.open();
    if (ids.length > 0) this.arrivals.set(admit(this.arrivals.get(), ids, false, Date.now()));
  }

  /** Take cards away, by key or asset id. */
  dismiss(keys: readonly string[]): void {
    const gone = new Set(keys);
    this.arrivals.set(dismiss(this.arrivals.get(), gone));
    this.pending.set(this.pending.get().filter((id) => !gone.has(id)));
    this.sections.set(this.sections.get().map((section) => without(section, gone)));
  }

  /** Follow one event; the asset itself is already in the records. */
  receive(event: AssetEvent): void {
    if (event.kind === "RESYNC") return void this.open();
    if (event.kind === "REMOVED" || event.kind === (this.view.trashed ? "RESTORED" : "TRASHED")) {
      if (isNarrowed(this.view)) this.#rechecks.note(event.assetId);
      return this.dismiss(this.#namesOf(event.assetId));
    }
    if (event.kind === "RESTORED" || event.kind === "TRASHED") {
      return isNarrowed(this.view) ? this.#rechecks.note(event.assetId) : this.#openSoon();
    }
    if (event.asset) this.#follow(event, event.asset);
  }

  total(): number {
    const shown = this.arrivals.get().reduce((sum, { keys }) => sum + keys.length, 0);
    return shown + this.sections.get().reduce((sum, section) => sum + countOf(section), 0);
  }

  /** Keys in the order they are shown, as far as they are read. */
  *keys(): Generator<string> {
    for (const { keys } of this.arrivals.get()) yield* keys;
    for (const { chunks } of this.sections.get()) for (const { ids } of chunks) if (ids) yield* ids;
  }

  /** What comes back belongs among the others, at its own date: the list is read again, once for many. */
  #openSoon(): void {
    clearTimeout(this.#opensSoon);
    this.#opensSoon = setTimeout(() => void this.open(), SOON_MS);
  }

  #follow(event: AssetEvent, asset: AssetCard): void {
    const names = this.#namesOf(asset.id);
    const news = newsOf(this.view, asset, () => names.some((name) => this.#shows(name)));
    if (news === "leaves") {
      this.#expected.delete(asset.id);
      if (isNarrowed(this.view)) this.#rechecks.note(asset.id);
      return this.dismiss(names);
    }
    if (news === "elsewhere") return void this.#expected.delete(asset.id);
    if (isNarrowed(this.view)) return event.kind === "PROGRESS" ? undefined : this.#rechecks.note(asset.id);
    if (takesArrivals(this.view)) this.#considerArrival(event);
    if (this.view.collection !== null && asset.status !== "UPLOADING") this.#expect(names);
  }

  /** What was put into the collection belongs among the others: read the list again, once for each. */
  #expect(names: string[]): void {
    const [id = ""] = names;
    if (this.#expected.has(id) || names.some((name) => this.#shows(name))) return;
    this.#expected.add(id);
    this.#openSoon();
  }

  /** Ask whether what changed is in a narrowed view: what is not leaves, what is new is announced. */
  async #recheck(touched: ReadonlySet<string>): Promise<void> {
    const generation = this.#generation;
    const page = await readPage(this.#needs(), this.view, null, null).catch(() => null);
    if (page === null || generation !== this.#generation) return;
    if ("found" in page) this.found.set(page.found);
    const there = new Set(page.nodes.map(({ id }) => id));
    const known = new Set([...this.keys()].slice(0, page.hasNextPage ? page.nodes.length : undefined));
    const changed = [...touched];
    const gone = changed.filter((id) => !there.has(id)).flatMap((id) => this.#namesOf(id));
    this.dismiss(gone.filter((name) => known.has(name) || this.pending.get().includes(name)));
    const fresh = changed.filter((id) => there.has(id) && !this.#namesOf(id).some((name) => this.#shows(name)));
    if (fresh.length > 0) this.pending.set([...this.pending.get(), ...fresh]);
    // Further down the list only reading the page again tells.
    const below = new Set(gone.filter((name) => !known.has(name)));
    this.sections.set(this.sections.get().map((section) => outdated(section, below)));
  }

  /** An asset's id, and the key of the file it was made of here. */
  #namesOf(id: string): string[] {
    const key = this.services.uploads.keyOf(id);
    return key === undefined ? [id] : [id, key];
  }

  #considerArrival({ kind, assetId, asset }: AssetEvent): void {
    // An asset still being uploaded is its own uploader's, from another tab: it arrives when its bytes have.
    if (asset?.status === "UPLOADING") return void this.#elsewhere.add(assetId);
    if (kind !== "CREATED" && !this.#elsewhere.has(assetId)) return;
    this.#elsewhere.delete(assetId);
    if (this.services.uploads.keyOf(assetId) !== undefined || this.#shows(assetId)) return;
    this.pending.set([...this.pending.get(), assetId]);
  }

  #shows(id: string): boolean {
    if (this.pending.get().includes(id) || this.arrivals.get().some(({ keys }) => keys.includes(id))) return true;
    return this.sections.get().some(({ chunks }) => chunks.some(({ ids }) => ids?.includes(id)));
  }

  /** After a gap in the stream: bring the arrivals to their present state, oldest first to the newest. */
  async #rereadArrivals(): Promise<void> {
    const records = this.services.library.assets;
    const ids = this.arrivals
      .get()
      .flatMap(({ keys }) => keys.map((key) => this.services.uploads.items.get(key)?.assetId ?? key));
    const times = ids
      .map((id) => records.get(id)?.createdAt)
      .filter((time) => time !== undefined)
      .sort();
    if (times[0] === undefined) return;
    for (let after: string | null = null; ;) {
      const asked: VariablesOf<typeof AssetPage> = {
        filter: { createdFrom: times[0] },
        sort: "OLDEST",
        first: PAGE,
        after,
      };
      const { nodes, pageInfo } = (await this.services.ask(AssetPage, asked)).assets;
      for (const node of nodes) records.read(node);
      if (!pageInfo.hasNextPage) return;
      after = pageInfo.endCursor;
    }
  }

  #place(key: string, index: number, read: string[], hasNext: boolean): void {
    const shown = new Set(this.arrivals.get().flatMap(({ keys }) => keys));
    const ids = read.map((id) => this.#keyOf(id)).filter((key) => !shown.has(key));
    this.sections.set(this.sections.get().map((one) => (one.key === key ? withPage(one, index, ids, hasNext) : one)));
  }

  /** A file of this page keeps its card, and with it its own pixels and its progress. */
  #keyOf(id: string): string {
    const key = this.services.uploads.keyOf(id);
    return key !== undefined && this.services.uploads.items.get(key) ? key : id;
  }

  #needs() {
    return { ...this.services, matches: this.matches };
  }
}
