import { RequestFailed } from "@/lib/api/request-failed";
import { MOST_TRIES, NOT_KEPT, type UploadPorts } from "@/lib/uploads/ports";
import type { PutOutcome } from "@/lib/uploads/put-file";
import { sendParts } from "@/lib/uploads/send-parts";
import { isInParts, stillSigned, type UploadItem } from "@/lib/uploads/upload-item";
import type { UploadList } from "@/lib/uploads/upload-list";

/** Files sent at once; more would only share the same line. */
const PARALLEL = 4;

type SendOutcome = PutOutcome | { refused: string };

type Told = {
  changed: () => void;
  /** Nothing more has to be sent of a file. */
  sent: (key: string) => void;
};

/** Send files to storage, four at a time, each tried again until it is kept or refused. */
export class Sending {
  readonly #aborts = new Map<string, AbortController>();

  constructor(
    private readonly list: UploadList,
    private readonly ports: UploadPorts,
    private readonly told: Told,
  ) {}

  more(): void {
    const free = PARALLEL - this.#aborts.size;
    for (const item of this.list.first(free, ({ phase }) => phase === "ready")) void this.#send(item.key);
  }

  /** Stop sending a file, or all; false where nothing was being sent. */
  stop(key: string): boolean {
    this.#aborts.get(key)?.abort();
    return this.#aborts.has(key);
  }

  stopAll(): void {
    for (const abort of this.#aborts.values()) abort.abort();
  }

  /** Send a file again a little later, whose last try came to nothing. */
  async again(key: string, outcome: PutOutcome): Promise<void> {
    const item = this.list.get(key);
    if (!item) return;
    const sent = isInParts(item) ? item.sent : 0;
    // A pause is the person's own doing: it counts as no try.
    if (this.list.paused.get()) return this.list.set(key, { phase: "ready", sent });
    const tries = item.tries + 1;
    if (tries > MOST_TRIES) return this.list.refuse(key, NOT_KEPT);
    this.list.set(key, { phase: "waiting", sent, tries, ...(outcome === "sign-again" && { part: null }) });
    this.told.changed();
    if (outcome !== "sign-again" || tries > 2) await this.ports.wait(tries);
    if (this.list.get(key)?.phase === "waiting") this.list.set(key, { phase: "ready" });
  }

  async #send(key: string): Promise<void> {
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    const before = this.list.get(key);
    this.list.set(key, { phase: "sending", ...(before && !isInParts(before) && { sent: 0 }) });
    const outcome = await this.#putOnce(key, abort.signal);
    this.#aborts.delete(key);
    await this.#ended(key, outcome);
    this.told.changed();
  }

  async #putOnce(key: string, signal: AbortSignal): Promise<SendOutcome> {
    const item = this.list.get(key);
    if (!item?.uploadId) return "unclear";
    try {
      if (isInParts(item)) return await this.#sendInParts(key, item.uploadId, item, signal);
      const part = stillSigned(item.part) ? item.part : await this.ports.server.sign(item.uploadId);
      if ("refused" in part) return part;
      this.list.set(key, { part });
      return await this.ports.put(part, item.file, (sent) => this.#progress(key, sent), signal);
    } catch (error) {
      return error instanceof RequestFailed && !error.passing ? { refused: error.message } : "unclear";
    }
  }

  #sendInParts(key: string, uploadId: string, { file, cut }: UploadItem, signal: AbortSignal): Promise<SendOutcome> {
    const progress = (sent: number): void => this.#progress(key, sent);
    const restarted = (): void => this.list.set(key, { restarted: true });
    return sendParts({ file, uploadId, cut, signal, progress, restarted }, this.ports);
  }

  #progress(key: string, sent: number): void {
    if (this.list.get(key)?.phase !== "sending") return;
    this.list.set(key, { sent });
    this.list.tick();
  }

  async #ended(key: string, outcome: SendOutcome): Promise<void> {
    const item = this.list.get(key);
    if (!item) return;
    if (outcome === "stored" || item.duplicate) return this.told.sent(key);
    if (typeof outcome !== "object") return this.again(key, outcome);
    // There is nothing to go on with: trying again begins anew.
    this.list.set(key, { uploadId: null });
    this.list.refuse(key, outcome.refused);
  }
}
