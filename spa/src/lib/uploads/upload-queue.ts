import type { AssetCard } from "@/lib/library/asset-card";
import { Announcing } from "@/lib/uploads/announcing";
import { Completing } from "@/lib/uploads/completing";
import { BATCH, type UploadPorts } from "@/lib/uploads/ports";
import { Recognising } from "@/lib/uploads/recognising";
import { Sending } from "@/lib/uploads/sending";
import {
  chosen,
  isInParts,
  type Chosen,
  type OnDuplicate,
  type UploadItem,
  type Words,
} from "@/lib/uploads/upload-item";
import { UploadList } from "@/lib/uploads/upload-list";

/** Files on their way: hashed, announced, sent and completed, each step for many at a time. */
export class UploadQueue {
  readonly #list = new UploadList();
  readonly items = this.#list.items;
  readonly order = this.#list.order;
  readonly putAwayUpTo = this.#list.putAwayUpTo;
  readonly paused = this.#list.paused;
  readonly ticks = this.#list.ticks;
  readonly #recognising: Recognising;
  readonly #announcing: Announcing;
  readonly #sending: Sending;
  readonly #completing: Completing;
  /** Files that were sent before they were hashed. */
  readonly #unhashed = new Set<string>();
  #batches = 0;

  constructor(private readonly ports: UploadPorts) {
    const changed = (): void => this.#changed();
    const known = (key: string, duplicate: AssetCard): void => this.#known(key, duplicate);
    const announced = (key: string): void => void this.#recognising.offer(key);
    const again = (key: string): Promise<void> => this.#sending.again(key, "unclear");
    this.#recognising = new Recognising(this.#list, ports, { looked: (key) => this.#looked(key), known });
    this.#announcing = new Announcing(this.#list, ports, { changed, known, announced });
    this.#sending = new Sending(this.#list, ports, { changed, sent: (key) => this.#sent(key) });
    this.#completing = new Completing(this.#list, ports, { changed, again });
  }

  /** A number for files that are added together. */
  newBatch(): number {
    return ++this.#batches;
  }

  /** Take files in; returns their keys. */
  add(files: readonly Chosen[], batch: number = this.newBatch(), words: Words = {}): string[] {
    const items = files.map((file) => chosen(file, batch, words));
    this.#list.add(items);
    for (const { key } of items) void this.#recognising.look(key);
    this.#changed();
    return items.map(({ key }) => key);
  }

  keyOf(assetId: string): string | undefined {
    return this.#list.keyOf(assetId);
  }

  pause(): void {
    this.paused.set(true);
    this.#sending.stopAll();
  }

  resume(): void {
    this.paused.set(false);
    this.#changed();
  }

  /** Say what becomes of those files of a batch that the library has already. */
  answer(batch: number, onDuplicate: OnDuplicate): void {
    this.#completing.answer(batch, onDuplicate);
    this.#changed();
  }

  /** Try a refused file again, from where that makes sense. */
  retry(key: string): void {
    const item = this.items.get(key);
    // What storage has of a large file stays: it goes on from there.
    if (item?.uploadId && isInParts(item))
      this.#list.set(key, { phase: "ready", reason: null, mayRetry: true, tries: 0 });
    else this.#list.beginAnew(key);
    this.#changed();
  }

  /** Give a file up and take it off the list; what storage holds of it is thrown away. */
  cancel(keys: readonly string[]): void {
    const gone = new Set(keys);
    const begun: string[] = [];
    for (const key of gone) {
      const item = this.items.get(key);
      if (item?.uploadId && item.phase !== "stored") begun.push(item.uploadId);
      this.#recognising.stop(key);
      this.#sending.stop(key);
    }
    this.#list.remove(gone);
    // Left alone, an abandoned upload expires by itself: a failed abort costs nothing.
    void this.#abort(begun).catch(() => undefined);
    this.#changed();
  }

  /** Drop refused files and stop listing the stored ones; their cards stay. */
  putAway(): void {
    this.cancel(this.order.get().filter((key) => this.items.get(key)?.phase === "refused"));
    this.putAwayUpTo.set(this.order.get().length);
  }

  unfinished(): UploadItem[] {
    return this.#list.unfinished();
  }

  #changed(): void {
    this.#list.tick();
    if (this.paused.get()) return;
    void this.#announcing.more();
    this.#sending.more();
  }

  /** Every byte is kept: what remains is to know whether the library had them before. */
  #sent(key: string): void {
    const item = this.items.get(key);
    if (item?.sha256 !== undefined || item?.duplicate) return this.#completing.add(key);
    this.#list.set(key, { phase: "finishing", sent: item?.file.size ?? 0 });
    this.#unhashed.add(key);
  }

  #looked(key: string): void {
    if (this.#unhashed.delete(key)) this.#completing.add(key);
    this.#changed();
  }

  #known(key: string, duplicate: AssetCard): void {
    const phase = this.items.get(key)?.phase;
    const waits = this.#unhashed.has(key);
    if ((phase === "finishing" && !waits) || phase === "stored" || phase === "refused") return;
    this.#list.set(key, { duplicate });
    this.ports.onAsset(duplicate);
    // What is being sent tells by itself that it has stopped.
    if (!waits && !this.#sending.stop(key)) this.#completing.add(key);
    this.#changed();
  }

  async #abort(ids: string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += BATCH) await this.ports.server.abort(ids.slice(at, at + BATCH));
  }
}
