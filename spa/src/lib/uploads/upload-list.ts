import { Keyed } from "@/lib/state/keyed";
import { Signal } from "@/lib/state/signal";
import { begunAnew, isUnfinished, type UploadItem } from "@/lib/uploads/upload-item";

/** The files being added: each by its key, and the order they are shown in. */
export class UploadList {
  readonly items = new Keyed<UploadItem>();
  /** Keys in the order they were added; replaced when a file is added or taken away. */
  readonly order = new Signal<readonly string[]>([]);
  /** How many, counted from the first, the person has put away. */
  readonly putAwayUpTo = new Signal(0);
  readonly paused = new Signal(false);
  /** Grows with every change to any item, for those who show sums. */
  readonly ticks = new Signal(0);
  readonly #keyByAsset = new Map<string, string>();

  add(items: readonly UploadItem[]): void {
    for (const item of items) this.items.set(item.key, item);
    this.order.set([...this.order.get(), ...items.map(({ key }) => key)]);
  }

  remove(keys: ReadonlySet<string>): void {
    for (const key of keys) this.items.delete(key);
    this.order.set(this.order.get().filter((key) => !keys.has(key)));
  }

  get(key: string): UploadItem | undefined {
    return this.items.get(key);
  }

  /** Change an item; one that was taken away stays away. */
  set(key: string, change: Partial<UploadItem>): void {
    const item = this.items.get(key);
    if (item) this.items.set(key, { ...item, ...change });
  }

  refuse(key: string, reason: string, mayRetry = true): void {
    this.set(key, { phase: "refused", reason, mayRetry });
  }

  beginAnew(key: string): void {
    const item = this.items.get(key);
    if (item) this.set(key, begunAnew(item));
  }

  /** Up to so many items that are of a kind, in their order. */
  first(most: number, wanted: (item: UploadItem) => boolean): UploadItem[] {
    const found: UploadItem[] = [];
    for (const key of this.order.get()) {
      if (found.length >= most) break;
      const item = this.items.get(key);
      if (item && wanted(item)) found.push(item);
    }
    return found;
  }

  tick(): void {
    this.ticks.set(this.ticks.get() + 1);
  }

  unfinished(): UploadItem[] {
    return [...this.items.values()].filter(isUnfinished);
  }

  noteAsset(assetId: string, key: string): void {
    this.#keyByAsset.set(assetId, key);
  }

  keyOf(assetId: string): string | undefined {
    return this.#keyByAsset.get(assetId);
  }
}
