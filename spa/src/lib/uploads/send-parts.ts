import type { PutFile } from "@/lib/uploads/put-file";
import { stillSigned, type Cut, type SignedPart } from "@/lib/uploads/upload-item";
import type { Held, Refused, UploadServer } from "@/lib/uploads/upload-server";

/** Parts sent at once. A store may keep what comes out of order in memory, so that more would be unkind. */
const AT_ONCE = 4;
/** Parts signed by one request: as many as are sent while their signatures hold, on a slow line. */
const SIGNED_TOGETHER = 8;
const MOST_TRIES = 8;

type Ports = {
  server: Pick<UploadServer, "held" | "signParts">;
  put: PutFile;
  /** Seconds to wait before try number `tries`. */
  wait: (tries: number) => Promise<void>;
};

type Errand = {
  file: Blob;
  uploadId: string;
  cut: Cut;
  signal: AbortSignal;
  /** Told of the bytes that storage has or is being sent by now. */
  progress: (sent: number) => void;
  /** Told when storage has lost what was sent: everything begins anew. */
  restarted: () => void;
};

/** "stored": every part is there; "unclear": stopped, by the signal or for too many tries; some parts may be there. */
export type PartsOutcome = "stored" | "unclear" | Refused;

/**
 * Send the parts of a file that storage does not hold, four at a time, each tried again by itself. Where storage forgets
 * what it had, it is asked what it holds and the rest is sent. Rejects when the API cannot be reached.
 */
export async function sendParts(errand: Errand, ports: Ports): Promise<PartsOutcome> {
  const { uploadId, signal } = errand;
  let restarts: number | null = null;
  for (let tries = 0; tries < MOST_TRIES && !signal.aborted; tries++) {
    const held = await ports.server.held(uploadId);
    if ("refused" in held) return held;
    if (restarts !== null && held.restarts > restarts) errand.restarted();
    restarts = held.restarts;
    const outcome = await new Round(errand, ports, held).run();
    if (outcome !== "gone") return outcome;
    await ports.wait(tries + 1);
  }
  return "unclear";
}

/** One walk over the parts that are missing. */
class Round {
  readonly #missing: number[];
  readonly #signed = new Map<number, SignedPart>();
  /** Bytes by part: whole for what is stored, growing for what is on its way. */
  readonly #bytes = new Map<number, number>();
  #signing: Promise<Refused | null> = Promise.resolve(null);
  #end: PartsOutcome | "gone" | null = null;

  constructor(
    private readonly errand: Errand,
    private readonly ports: Ports,
    private readonly before: Held,
  ) {
    const numbers = Array.from({ length: errand.cut.partCount }, (_, at) => at + 1);
    this.#missing = numbers.filter((number) => !before.numbers.has(number));
    for (const number of before.numbers) this.#bytes.set(number, this.#slice(number).size);
  }

  async run(): Promise<PartsOutcome | "gone"> {
    this.#tell();
    // None is left running when one fails: a second round would send the same parts.
    const lines = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => this.#line()));
    for (const line of lines) if (line.status === "rejected") throw line.reason;
    return this.#end ?? (this.errand.signal.aborted ? "unclear" : "stored");
  }

  /** Send one missing part after the other, until there is none or something ends the round. */
  async #line(): Promise<void> {
    for (let number = this.#missing.shift(); number !== undefined; number = this.#missing.shift()) {
      if (this.#end !== null || this.errand.signal.aborted) return;
      try {
        await this.#sendOne(number);
      } catch (error) {
        this.#end ??= "unclear";
        throw error;
      }
    }
  }

  async #sendOne(number: number): Promise<void> {
    for (let tries = 1; this.#end === null && !this.errand.signal.aborted; tries++) {
      const part = await this.#signature(number);
      if (part === null) return;
      const outcome = await this.ports.put(
        part,
        this.#slice(number),
        (sent) => this.#note(number, sent),
        this.errand.signal,
      );
      if (outcome === "stored") return this.#note(number, this.#slice(number).size);
      this.#note(number, 0);
      this.#signed.delete(number);
      if (outcome === "gone" || tries >= MOST_TRIES) this.#end ??= outcome === "gone" ? "gone" : "unclear";
      else if (outcome === "unclear" || tries > 2) await this.ports.wait(tries);
      // An answer may be lost whose part was kept, and a store may refuse to take a part twice.
      if (outcome === "unclear" && (await this.#isThere(number))) return this.#note(number, this.#slice(number).size);
    }
  }

  async #isThere(number: number): Promise<boolean> {
    if (this.#end !== null || this.errand.signal.aborted) return false;
    const held = await this.ports.server.held(this.errand.uploadId);
    if ("refused" in held) {
      this.#end ??= held;
      return false;
    }
    if (held.restarts > this.before.restarts) this.#end ??= "gone";
    return held.numbers.has(number);
  }

  /** A signature that still holds, this part's and the next ones' asked for together; null when there is none to have. */
  async #signature(number: number): Promise<SignedPart | null> {
    // One request at a time: the parts beside this one come with its answer.
    this.#signing = this.#signing.then(async () => {
      if (stillSigned(this.#signed.get(number) ?? null)) return null;
      return this.#signMore([number, ...this.#missing.slice(0, SIGNED_TOGETHER - 1)]);
    });
    const refused = await this.#signing;
    if (refused) this.#end ??= refused;
    return this.#signed.get(number) ?? null;
  }

  async #signMore(numbers: readonly number[]): Promise<Refused | null> {
    const parts = await this.ports.server.signParts(this.errand.uploadId, numbers);
    if ("refused" in parts) return parts;
    for (const [number, part] of parts) this.#signed.set(number, part);
    return null;
  }

  #note(number: number, sent: number): void {
    this.#bytes.set(number, sent);
    this.#tell();
  }

  #tell(): void {
    this.errand.progress([...this.#bytes.values()].reduce((sum, each) => sum + each, 0));
  }

  #slice(number: number): Blob {
    const { file, cut } = this.errand;
    return file.slice((number - 1) * cut.partSize, number * cut.partSize);
  }
}
