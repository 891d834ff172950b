import type { AssetEvent } from "@/lib/api/live";
import { isIn, type AssetCard } from "@/lib/library/asset-card";
import { Records } from "@/lib/library/records";
import { Keyed } from "@/lib/state/keyed";

/** Work under way on one asset; `since` is when this browser first heard of it, in milliseconds. */
export type WorkUnderWay = NonNullable<AssetEvent["progress"]> & { since: number };

type Listener = (event: AssetEvent) => void;

/** What this browser knows of the library: every asset once, kept true by the live stream. */
export class Library {
  readonly assets = new Records<AssetCard>();
  readonly work = new Keyed<WorkUnderWay>();
  readonly #listeners = new Set<Listener>();

  /** Take one event in, then tell the lists. An event whose revision is known changes nothing. */
  readonly receive = (event: AssetEvent): void => {
    if (event.kind === "PROGRESS" && event.progress) this.#noteWork(event.assetId, event.progress);
    if (event.kind === "REMOVED") this.assets.remove(event.assetId, event.revision);
    else if (event.asset && this.assets.follow(event.asset) && event.asset.status !== "PROCESSING") {
      this.work.delete(event.assetId);
    }
    this.#tell(event);
  };

  /** Take what an answer says of where assets are, and tell the lists before the stream does. */
  readonly moved = (assets: readonly AssetCard[]): void => {
    for (const asset of assets) {
      this.assets.read(asset);
      this.#tellOf(asset, asset.trashedAt === null ? "RESTORED" : "TRASHED");
    }
  };

  /** Forget what an answer says is gone for good, and tell the lists before the stream does. */
  readonly gone = (ids: readonly string[]): void => {
    for (const id of ids) {
      const known = this.assets.get(id);
      if (known) this.receive(eventOf("REMOVED", id, known.revision + 1, null));
    }
  };

  /** Have the lists read again what they show: more changed than can be told one by one. */
  readonly readAgain = (): void => this.#tell(eventOf("RESYNC", "", 0, null));

  /** Note that a collection holds these assets now, or does no longer, and tell the lists before the stream does. */
  readonly collected = (ids: readonly string[], collection: string, holds: boolean): void => {
    for (const id of ids) {
      const known = this.assets.get(id);
      if (!known || isIn(known, collection) === holds) continue;
      const others = known.collections.filter((one) => one.id !== collection);
      const asset = { ...known, collections: holds ? [...others, { id: collection }] : others };
      this.assets.read(asset);
      this.#tellOf(asset, "UPDATED");
    }
  };

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tellOf(asset: AssetCard, kind: AssetEvent["kind"]): void {
    this.#tell(eventOf(kind, asset.id, asset.revision, asset));
  }

  #tell(event: AssetEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  #noteWork(id: string, progress: NonNullable<AssetEvent["progress"]>): void {
    if (this.assets.get(id)?.status === "READY") return;
    this.work.set(id, { ...progress, since: this.work.get(id)?.since ?? Date.now() });
  }
}

/** An event that did not come by the stream. */
const eventOf = (kind: AssetEvent["kind"], assetId: string, revision: number, asset: AssetCard | null): AssetEvent => ({
  kind,
  assetId,
  asset,
  revision,
  cursor: "",
  progress: null,
});
