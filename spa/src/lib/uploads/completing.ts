import { RequestFailed } from "@/lib/api/request-failed";
import type { AssetCard } from "@/lib/library/asset-card";
import { BATCH, MOST_TRIES, NOT_KEPT, type UploadPorts } from "@/lib/uploads/ports";
import type { OnDuplicate } from "@/lib/uploads/upload-item";
import type { UploadList } from "@/lib/uploads/upload-list";
import type { Refused } from "@/lib/uploads/upload-server";

/** Long enough that many small files make one request. */
const AFTER_MS = 40;
/** Refusals of a completion that may pass: storage has lost something, or could not say. */
const PASSING: ReadonlySet<string> = new Set(["PARTS_LOST", "BYTES_NOT_THERE", "STORAGE_UNAVAILABLE", "UNAVAILABLE"]);

type Told = {
  changed: () => void;
  /** Storage lacks some of a file after all. */
  again: (key: string) => Promise<void>;
};

/** Have the server take what was sent, many files at a time. */
export class Completing {
  readonly #waiting: string[] = [];
  readonly #answers = new Map<number, OnDuplicate>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly list: UploadList,
    private readonly ports: UploadPorts,
    private readonly told: Told,
  ) {}

  /** Take a file whose bytes are all there; where the library had them before, its person is asked once for the batch. */
  add(key: string): void {
    const item = this.list.get(key);
    if (!item) return;
    if (item.duplicate && !this.#answers.has(item.batch)) return this.list.set(key, { phase: "asking" });
    this.list.set(key, { phase: "finishing", sent: item.file.size });
    this.#waiting.push(key);
    if (this.#timer === undefined) this.#timer = setTimeout(() => void this.#next(), AFTER_MS);
  }

  /** Say what becomes of files of a batch whose bytes the library has, now and later. */
  answer(batch: number, onDuplicate: OnDuplicate): void {
    this.#answers.set(batch, onDuplicate);
    const asked = this.list.first(Infinity, (item) => item.phase === "asking" && item.batch === batch);
    for (const { key } of asked) this.add(key);
  }

  async #next(): Promise<void> {
    this.#timer = undefined;
    const keys = this.#waiting.splice(0, BATCH).filter((key) => this.list.get(key));
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => void this.#next(), 0);
    if (keys.length > 0) await this.#complete(keys);
    this.told.changed();
  }

  async #complete(keys: string[]): Promise<void> {
    const inputs = keys
      .flatMap((key) => this.list.get(key) ?? [])
      .map((item) => ({
        upload: item.uploadId ?? "",
        onDuplicate: this.#answers.get(item.batch) ?? "KEEP_BOTH",
      }));
    for (let tries = 1; ; tries++) {
      try {
        const answers = await this.ports.server.complete(inputs);
        return keys.forEach((key, index) => this.#completed(key, answers[index]));
      } catch (error) {
        if (error instanceof RequestFailed && !error.passing)
          return keys.forEach((key) => this.list.refuse(key, error.message));
        await this.ports.wait(tries);
      }
    }
  }

  #completed(key: string, answer: AssetCard | Refused | undefined): void {
    const item = this.list.get(key);
    if (!item) return;
    if (!answer) return this.list.refuse(key, NOT_KEPT);
    if ("refused" in answer) {
      if (!PASSING.has(answer.code) || item.tries >= MOST_TRIES) return this.list.refuse(key, answer.refused);
      // Storage is asked what it has of the file, and gets the rest.
      this.list.set(key, { restarted: item.restarted || answer.code === "PARTS_LOST", duplicate: null });
      return void this.told.again(key).then(this.told.changed);
    }
    this.ports.onAsset(answer);
    const answered = this.#answers.get(item.batch);
    const gaveWay = answer.id !== item.assetId && answered !== "KEEP_BOTH" ? (answered ?? null) : null;
    this.list.set(key, { phase: "stored", part: null, gaveWay });
  }
}
