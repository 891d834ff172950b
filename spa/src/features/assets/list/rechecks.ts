/** The index needs up to a second to know of a change, and now and then a little longer. */
const SOON_MS = 1000;
const LATER_MS = 4000;

/** Looks again at what changed, once for many changes, and once more when the index must have heard of all of them. */
export class Rechecks {
  #touched = new Set<string>();
  #soon: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly look: (touched: ReadonlySet<string>) => Promise<void>) {}

  /** Note that an asset changed. */
  note(id: string): void {
    this.#touched.add(id);
    this.#soon ??= setTimeout(() => void this.#look(false), SOON_MS);
    clearTimeout(this.#later);
    this.#later = setTimeout(() => void this.#look(true), LATER_MS);
  }

  /** Forget what was to be looked at. */
  stop(): void {
    clearTimeout(this.#soon);
    clearTimeout(this.#later);
    this.#soon = undefined;
    this.#touched.clear();
  }

  async #look(last: boolean): Promise<void> {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const touched = new Set(this.#touched);
    if (last) this.#touched.clear();
    await this.look(touched);
  }
}
