import { RequestFailed, wordsFor } from "@/lib/api/request-failed";
import type { AssetCard } from "@/lib/library/asset-card";
import { HASHED_FIRST_UP_TO } from "@/lib/uploads/hashing";
import { BATCH, type UploadPorts } from "@/lib/uploads/ports";
import type { UploadItem } from "@/lib/uploads/upload-item";
import type { UploadList } from "@/lib/uploads/upload-list";
import type { Created, Refused } from "@/lib/uploads/upload-server";

/** Signatures last five minutes: announce more only when few signed files still wait. */
const LOW_WATER = 20;
/** Refusals of an upload that was begun under the same key and is over. */
const OVER: ReadonlySet<string> = new Set(["UPLOAD_GONE", "UPLOAD_OVER", "IDEMPOTENCY_KEY_REUSED"]);

/** Refusals that say nothing of the file: the same one may be taken later. */
const MAY_PASS: ReadonlySet<string> = new Set([
  "STORAGE_FULL",
  "QUOTA_EXCEEDED",
  "STORAGE_UNAVAILABLE",
  "UNAVAILABLE",
  "INTERNAL",
]);

type Told = {
  changed: () => void;
  /** The library has the bytes of a file already. */
  known: (key: string, duplicate: AssetCard) => void;
  /** A file has its upload. */
  announced: (key: string) => void;
};

/** Announce files a hundred at a time, and have them signed. */
export class Announcing {
  #busy = false;

  constructor(
    private readonly list: UploadList,
    private readonly ports: UploadPorts,
    private readonly told: Told,
  ) {}

  async more(): Promise<void> {
    if (this.#busy || this.#countReady() > LOW_WATER) return;
    const batch = this.list.first(BATCH, isToBeAnnounced);
    if (batch.length === 0) return;
    this.#busy = true;
    await this.#announce(batch);
    this.#busy = false;
    this.told.changed();
  }

  #countReady(): number {
    return this.list.first(LOW_WATER + 1, ({ phase }) => phase === "ready").length;
  }

  async #announce(batch: UploadItem[]): Promise<void> {
    try {
      const answers = await this.ports.server.create(batch);
      batch.forEach((item, index) => this.#announced(item.key, answers[index]));
    } catch (error) {
      if (error instanceof RequestFailed && !error.passing) {
        for (const { key } of batch) this.list.refuse(key, wordsFor(error));
      } else {
        await this.ports.wait(this.#countTry(batch));
      }
    }
  }

  #countTry(batch: UploadItem[]): number {
    const tries = Math.max(...batch.map((item) => item.tries)) + 1;
    for (const { key } of batch) this.list.set(key, { tries });
    return tries;
  }

  #announced(key: string, answer: Created | Refused | undefined): void {
    if (!answer) return this.list.refuse(key, "The server did not answer for this file.");
    if (this.#isOver(key, answer)) return this.list.beginAnew(key);
    if ("refused" in answer) return this.list.refuse(key, answer.refused, MAY_PASS.has(answer.code));
    const { uploadId, asset, part, cut, duplicate } = answer;
    // Taken away meanwhile. Left alone it would expire by itself: a failed abort costs nothing.
    if (!this.list.get(key)) return void this.ports.server.abort([uploadId]).catch(() => undefined);
    this.list.noteAsset(asset.id, key);
    this.ports.onAsset(asset);
    const open = asset.status === "UPLOADING";
    this.list.set(key, { assetId: asset.id, uploadId, part, cut, phase: open ? "ready" : "stored", tries: 0 });
    if (open && duplicate) this.told.known(key, duplicate);
    this.told.announced(key);
  }

  /** A file that was uploaded before, and is now added once more, is a new upload. */
  #isOver(key: string, answer: Created | Refused): boolean {
    const item = this.list.get(key);
    if (!item?.mark || item.uploadId !== null) return false;
    return "refused" in answer ? OVER.has(answer.code) : answer.asset.status !== "UPLOADING";
  }
}

/** A small file is announced with its hash, so that nothing of it is sent in vain. */
const isToBeAnnounced = ({ phase, file, sha256 }: UploadItem): boolean =>
  phase === "chosen" && (file.size > HASHED_FIRST_UP_TO || sha256 !== undefined);
