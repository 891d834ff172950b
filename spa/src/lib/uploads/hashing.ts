/** The SHA-256 of a file; null when it cannot be known. Rejects when the signal says that nobody waits for it any more. */
export type HashFile = (file: File, signal: AbortSignal) => Promise<string | null>;

/** Files up to this size are hashed before they are announced; larger ones while they are sent. */
export const HASHED_FIRST_UP_TO = 32 * 1024 * 1024;

/** Hash files away from the page, one small and one large at a time: a film of hours keeps no photo waiting. */
export function hashInWorkers(): HashFile {
  const small = new Line();
  const large = new Line();
  return (file, signal) => (file.size <= HASHED_FIRST_UP_TO ? small : large).hash(file, signal);
}

/** One worker, begun when it is needed, and the files that wait for it. */
class Line {
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();

  hash(file: File, signal: AbortSignal): Promise<string | null> {
    const turn = this.#last.then(() => {
      signal.throwIfAborted();
      return this.#ask(file, signal);
    });
    this.#last = turn.catch(() => null);
    return turn;
  }

  #ask(file: File, signal: AbortSignal): Promise<string | null> {
    const worker = (this.#worker ??= new Worker(new URL("./hashing.worker.ts", import.meta.url), { type: "module" }));
    const done = new AbortController();
    return new Promise<string | null>((resolve, reject) => {
      const stop = (): void => {
        this.#end();
        reject(signal.reason as Error);
      };
      worker.addEventListener("message", ({ data }: MessageEvent<string | null>) => resolve(data), done);
      // A worker that cannot even start (an old browser, a blocked script) costs the question, not the upload.
      worker.addEventListener("error", () => (this.#end(), resolve(null)), done);
      signal.addEventListener("abort", stop, done);
      worker.postMessage(file);
    }).finally(() => done.abort());
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
