import type { AssetEvent } from "@/lib/api/live";
import type { AssetCard } from "@/lib/library/asset-card";
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
    for (const listener of [...this.#listeners]) listener(event);
  };

  /** Take what an answer says of where assets are, and tell the lists before the stream does. */
  readonly moved = (assets: readonly AssetCard[]): void => {
    for (const asset of assets) {
      this.assets.read(asset);
      const event = { kind: asset.trashedAt === null ? "RESTORED" : "TRASHED", assetId: asset.id, asset } as const;
      for (const listener of [...this.#listeners])
        listener({ ...event, revision: asset.revision, cursor: "", progress: null });
    }
  };

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #noteWork(id: string, progress: NonNullable<AssetEvent["progress"]>): void {
    if (this.assets.get(id)?.status === "READY") return;
    this.work.set(id, { ...progress, since: this.work.get(id)?.since ?? Date.now() });
  }
}
