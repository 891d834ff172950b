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
    if (isGone(event)) this.assets.remove(event.assetId, event.revision);
    if (event.asset && !isGone(event) && this.assets.follow(event.asset) && event.asset.status !== "PROCESSING") {
      this.work.delete(event.assetId);
    }
    for (const listener of [...this.#listeners]) listener(event);
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

/** True when the asset is no longer part of what the lists show. */
export const isGone = ({ kind }: AssetEvent): boolean => kind === "REMOVED" || kind === "TRASHED";
