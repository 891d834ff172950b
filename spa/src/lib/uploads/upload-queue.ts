import { RequestFailed, wordsFor } from "@/lib/api/request-failed";
import type { AssetCard } from "@/lib/library/asset-card";
import { Keyed } from "@/lib/state/keyed";
import { Signal } from "@/lib/state/signal";
import type { PutFile, PutOutcome } from "@/lib/uploads/put-file";
import { chosen, isInParts, isUnfinished, keyFor, stillSigned, type UploadItem } from "@/lib/uploads/upload-item";
import { sendParts } from "@/lib/uploads/send-parts";
import type { Created, Refused, UploadServer } from "@/lib/uploads/upload-server";

/** Files sent at once; more would only share the same line. */
const PARALLEL = 4;
/** Uploads per request, the API's limit. */
const BATCH = 100;
/** Signatures last five minutes: sign more only when few signed files still wait. */
const LOW_WATER = 20;
const MOST_TRIES = 8;
/** Refusals of a completion that may pass: storage has lost something, or could not say. */
const PASSING: ReadonlySet<string> = new Set(["PARTS_LOST", "BYTES_NOT_THERE", "STORAGE_UNAVAILABLE", "UNAVAILABLE"]);
const OVER: ReadonlySet<string> = new Set(["UPLOAD_GONE", "UPLOAD_OVER", "IDEMPOTENCY_KEY_REUSED"]);
const COMPLETE_AFTER_MS = 40;

type Ports = {
  server: UploadServer;
  put: PutFile;
  /** Seconds to wait before try number `tries`. */
  wait: (tries: number) => Promise<void>;
  /** Told of every asset an answer carried. */
  onAsset: (asset: AssetCard) => void;
};

type SendOutcome = PutOutcome | { refused: string };

/** Send files to storage: signed in batches, four at a time, each tried again until it is kept or refused. */
export class UploadQueue {
  readonly items = new Keyed<UploadItem>();
  /** Keys in the order they were added; replaced when a file is added or taken away. */
  readonly order = new Signal<readonly string[]>([]);
  /** How many, counted from the first, the person has put away. */
  readonly putAwayUpTo = new Signal(0);
  readonly paused = new Signal(false);
  /** Grows with every change to any item, for those who show sums. */
  readonly ticks = new Signal(0);
  readonly #keyByAsset = new Map<string, string>();
  readonly #aborts = new Map<string, AbortController>();
  readonly #toComplete: string[] = [];
  #creating = false;
  #sending = 0;
  #completeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ports: Ports) {}

  /** Take files in; returns their keys. */
  add(files: readonly { file: File; ratio: number | null; mark?: string | null }[]): string[] {
    const items = files.map(({ file, ratio, mark }) => chosen(file, ratio, mark));
    for (const item of items) this.items.set(item.key, item);
    const keys = items.map(({ key }) => key);
    this.order.set([...this.order.get(), ...keys]);
    this.#changed();
    return keys;
  }

  keyOf(assetId: string): string | undefined {
    return this.#keyByAsset.get(assetId);
  }

  pause(): void {
    this.paused.set(true);
    for (const abort of this.#aborts.values()) abort.abort();
  }

  resume(): void {
    this.paused.set(false);
    this.#changed();
  }

  /** Try a refused file again, from where that makes sense. */
  retry(key: string): void {
    const item = this.items.get(key);
    if (item?.uploadId && isInParts(item)) {
      // What storage has of it stays: it goes on from there.
      this.#set(key, { phase: "ready", reason: null, mayRetry: true, tries: 0 });
      return this.#changed();
    }
    this.#beginAnew(key);
    this.#changed();
  }

  #beginAnew(key: string): void {
    const item = this.items.get(key);
    if (!item) return;
    const round = item.round + 1;
    const fresh = { idempotencyKey: keyFor(item.mark, round), round, assetId: null, uploadId: null, part: null };
    this.#set(key, {
      ...fresh,
      phase: "chosen",
      sent: 0,
      reason: null,
      mayRetry: true,
      tries: 0,
      restarted: false,
    });
  }

  /** Give a file up and take it off the list; what storage holds of it is thrown away. */
  cancel(keys: readonly string[]): void {
    const gone = new Set(keys);
    const begun: string[] = [];
    for (const key of gone) {
      const item = this.items.get(key);
      if (item?.uploadId && item.phase !== "stored") begun.push(item.uploadId);
      this.#aborts.get(key)?.abort();
      this.items.delete(key);
    }
    this.order.set(this.order.get().filter((key) => !gone.has(key)));
    // Left alone, an abandoned upload expires by itself: a failed abort costs nothing.
    if (begun.length > 0) void this.#inBatches(begun, (ids) => this.ports.server.abort(ids)).catch(() => undefined);
    this.#changed();
  }

  /** Drop refused files and stop listing the stored ones; their cards stay. */
  putAway(): void {
    this.cancel(this.order.get().filter((key) => this.items.get(key)?.phase === "refused"));
    this.putAwayUpTo.set(this.order.get().length);
  }

  unfinished(): UploadItem[] {
    return [...this.items.values()].filter(isUnfinished);
  }

  #set(key: string, change: Partial<UploadItem>): void {
    const item = this.items.get(key);
    if (item) this.items.set(key, { ...item, ...change });
  }

  #changed(): void {
    this.ticks.set(this.ticks.get() + 1);
    if (this.paused.get()) return;
    void this.#createMore();
    this.#sendMore();
  }

  #next(phase: UploadItem["phase"], most: number): UploadItem[] {
    const found: UploadItem[] = [];
    for (const key of this.order.get()) {
      const item = this.items.get(key);
      if (item?.phase === phase) found.push(item);
      if (found.length >= most) break;
    }
    return found;
  }

  async #createMore(): Promise<void> {
    if (this.#creating || this.#next("ready", LOW_WATER + 1).length > LOW_WATER) return;
    const batch = this.#next("chosen", BATCH);
    if (batch.length === 0) return;
    this.#creating = true;
    await this.#create(batch);
    this.#creating = false;
    this.#changed();
  }

  async #create(batch: UploadItem[]): Promise<void> {
    try {
      const answers = await this.ports.server.create(batch);
      batch.forEach((item, index) => this.#created(item.key, answers[index]));
    } catch (error) {
      if (error instanceof RequestFailed && !error.passing) {
        for (const { key } of batch) this.#refuse(key, wordsFor(error));
      } else {
        await this.ports.wait(this.#countTry(batch));
      }
    }
  }

  #countTry(batch: UploadItem[]): number {
    const tries = Math.max(...batch.map((item) => item.tries)) + 1;
    for (const { key } of batch) this.#set(key, { tries });
    return tries;
  }

  #created(key: string, answer: Awaited<ReturnType<UploadServer["create"]>>[number] | undefined): void {
    if (!answer) return this.#refuse(key, "The server did not answer for this file.");
    if (this.#isOver(key, answer)) return this.#beginAnew(key);
    if ("refused" in answer) return this.#refuse(key, answer.refused, false);
    const { uploadId, asset, part, cut } = answer;
    if (!this.items.get(key)) return void this.ports.server.abort([uploadId]).catch(() => undefined);
    this.#keyByAsset.set(asset.id, key);
    this.ports.onAsset(asset);
    const open = asset.status === "UPLOADING";
    this.#set(key, { assetId: asset.id, uploadId, part, cut, phase: open ? "ready" : "stored", tries: 0 });
  }

  /** A file that was uploaded before, and is now added once more, is a new upload. */
  #isOver(key: string, answer: Created | Refused): boolean {
    const item = this.items.get(key);
    if (!item?.mark || item.uploadId !== null) return false;
    return "refused" in answer ? OVER.has(answer.code) : answer.asset.status !== "UPLOADING";
  }

  #sendMore(): void {
    for (const item of this.#next("ready", PARALLEL - this.#sending)) void this.#send(item.key);
  }

  async #send(key: string): Promise<void> {
    this.#sending++;
    const before = this.items.get(key);
    this.#set(key, { phase: "sending", ...(before && !isInParts(before) && { sent: 0 }) });
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    const outcome = await this.#putOnce(key, abort.signal);
    this.#aborts.delete(key);
    this.#sending--;
    await this.#sent(key, outcome);
  }

  async #putOnce(key: string, signal: AbortSignal): Promise<SendOutcome> {
    const item = this.items.get(key);
    if (!item?.uploadId) return "unclear";
    try {
      if (isInParts(item)) return await this.#sendInParts(key, item.uploadId, item, signal);
      const part = stillSigned(item.part) ? item.part : await this.ports.server.sign(item.uploadId);
      if ("refused" in part) return part;
      this.#set(key, { part });
      return await this.ports.put(part, item.file, (sent) => this.#progress(key, sent), signal);
    } catch (error) {
      return error instanceof RequestFailed && !error.passing ? { refused: error.message } : "unclear";
    }
  }

  #sendInParts(key: string, uploadId: string, { file, cut }: UploadItem, signal: AbortSignal): Promise<SendOutcome> {
    const told = {
      progress: (sent: number) => this.#progress(key, sent),
      restarted: () => this.#set(key, { restarted: true }),
    };
    return sendParts(file, uploadId, cut, this.ports, told, signal);
  }

  #progress(key: string, sent: number): void {
    if (this.items.get(key)?.phase !== "sending") return;
    this.#set(key, { sent });
    this.ticks.set(this.ticks.get() + 1);
  }

  async #sent(key: string, outcome: SendOutcome): Promise<void> {
    const item = this.items.get(key);
    if (!item) return this.#changed();
    if (outcome === "stored") this.#finish(key, item);
    else if (typeof outcome === "object") {
      // There is nothing to go on with: trying again begins anew.
      this.#set(key, { uploadId: null });
      this.#refuse(key, outcome.refused);
    } else await this.#later(key, item, outcome);
    this.#changed();
  }

  #finish(key: string, item: UploadItem): void {
    this.#set(key, { phase: "finishing", sent: item.file.size });
    this.#toComplete.push(key);
    if (this.#completeTimer === undefined)
      this.#completeTimer = setTimeout(() => void this.#completeBatch(), COMPLETE_AFTER_MS);
  }

  async #later(key: string, item: UploadItem, outcome: PutOutcome): Promise<void> {
    // A pause is the person's own doing: it counts as no try.
    const sent = isInParts(item) ? item.sent : 0;
    if (this.paused.get()) return this.#set(key, { phase: "ready", sent });
    const tries = item.tries + 1;
    if (tries > MOST_TRIES) return this.#refuse(key, NOT_KEPT);
    this.#set(key, { phase: "waiting", sent, tries, ...(outcome === "sign-again" && { part: null }) });
    this.#changed();
    if (outcome !== "sign-again" || tries > 2) await this.ports.wait(tries);
    if (this.items.get(key)?.phase === "waiting") this.#set(key, { phase: "ready" });
  }

  async #completeBatch(): Promise<void> {
    this.#completeTimer = undefined;
    const keys = this.#toComplete.splice(0, BATCH).filter((key) => this.items.get(key));
    if (this.#toComplete.length > 0) this.#completeTimer = setTimeout(() => void this.#completeBatch(), 0);
    if (keys.length > 0) await this.#complete(keys);
    this.#changed();
  }

  async #complete(keys: string[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        const ids = keys.map((key) => this.items.get(key)?.uploadId ?? "");
        const answers = await this.ports.server.complete(ids);
        return keys.forEach((key, index) => this.#completed(key, answers[index]));
      } catch (error) {
        if (error instanceof RequestFailed && !error.passing)
          return keys.forEach((key) => this.#refuse(key, error.message));
        await this.ports.wait(tries);
      }
    }
  }

  #completed(key: string, answer: Awaited<ReturnType<UploadServer["complete"]>>[number] | undefined): void {
    const item = this.items.get(key);
    if (!item) return;
    if (!answer) return this.#refuse(key, NOT_KEPT);
    if ("refused" in answer) {
      if (!PASSING.has(answer.code) || item.tries >= MOST_TRIES) return this.#refuse(key, answer.refused);
      // Storage is asked what it has of the file, and gets the rest.
      this.#set(key, { restarted: item.restarted || answer.code === "PARTS_LOST" });
      return void this.#later(key, item, "unclear").then(() => this.#changed());
    }
    this.ports.onAsset(answer);
    this.#set(key, { phase: "stored", part: null });
  }

  #refuse(key: string, reason: string, mayRetry = true): void {
    this.#set(key, { phase: "refused", reason, mayRetry });
  }

  async #inBatches(ids: string[], task: (ids: string[]) => Promise<void>): Promise<void> {
    for (let at = 0; at < ids.length; at += BATCH) await task(ids.slice(at, at + BATCH));
  }
}

const NOT_KEPT = "Storage did not keep this file after several tries. Nothing is lost here: try it again.";
