import { RequestFailed } from "@/lib/api/request-failed";
import type { AssetCard } from "@/lib/library/asset-card";
import { HASHED_FIRST_UP_TO } from "@/lib/uploads/hashing";
import { MOST_TRIES, type UploadPorts } from "@/lib/uploads/ports";
import type { UploadItem } from "@/lib/uploads/upload-item";
import type { UploadList } from "@/lib/uploads/upload-list";

type Told = {
  /** The hash of a file is known, or never will be. */
  looked: (key: string) => void;
  /** The library has the bytes of a file already. */
  known: (key: string, duplicate: AssetCard) => void;
};

/** Hash files, and ask whether the library has their bytes: small ones before they are announced, large ones meanwhile. */
export class Recognising {
  readonly #aborts = new Map<string, AbortController>();

  constructor(
    private readonly list: UploadList,
    private readonly ports: UploadPorts,
    private readonly told: Told,
  ) {}

  async look(key: string): Promise<void> {
    const item = this.list.get(key);
    if (!item) return;
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    // Without its hash a file is sent as it is.
    const sha256 = await this.ports.hash(item.file, abort.signal).catch(() => null);
    this.#aborts.delete(key);
    this.list.set(key, { sha256 });
    await this.offer(key);
    this.told.looked(key);
  }

  /** Look no more at a file that nobody wants. */
  stop(key: string): void {
    this.#aborts.get(key)?.abort();
  }

  /** Say what a large file hashes to, once that is known and the file is announced. */
  async offer(key: string): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      const item = this.list.get(key);
      if (!item?.sha256 || !item.uploadId || item.file.size <= HASHED_FIRST_UP_TO) return;
      if (await this.#offerOnce(item, item.uploadId, item.sha256)) return;
      await this.ports.wait(tries);
    }
  }

  async #offerOnce({ key }: UploadItem, upload: string, sha256: string): Promise<boolean> {
    try {
      const duplicate = await this.ports.server.offer(upload, sha256);
      if (duplicate) this.told.known(key, duplicate);
      return true;
    } catch (error) {
      return error instanceof RequestFailed && !error.passing;
    }
  }
}
