import { Signal } from "@/lib/state/signal";

export type DocumentPage = { number: number; picture: { url: string; width: number | null; height: number | null } };
export type Read = { pages: readonly DocumentPage[]; cursor: string | null; more: boolean };

/** Read so many pages behind a cursor. Throws when nobody answers. */
export type ReadPages = (first: number, after: string | null) => Promise<Read>;

const AT_ONCE = 20;
const MOST = 100;

/** The pages of a document as far as they are read: only those somebody looks at, and what lies before them. */
export class PageList {
  readonly pages = new Signal<ReadonlyMap<number, DocumentPage>>(new Map());
  readonly #read: ReadPages;
  #cursor: string | null = null;
  #last = 0;
  #wanted = 0;
  #reading = false;

  constructor(read: ReadPages) {
    this.#read = read;
  }

  /** Have the pages up to this one, as far as they are made; asking again for one that was not made asks the server. */
  async want(number: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, number);
    if (this.#reading || this.#last >= this.#wanted) return;
    this.#reading = true;
    try {
      while (this.#last < this.#wanted && (await this.#readOn())) continue;
    } finally {
      this.#reading = false;
      this.#wanted = 0;
    }
  }

  /** Read the next pages, more at once for a long leap; false when there are no more by now. */
  async #readOn(): Promise<boolean> {
    const first = Math.min(MOST, Math.max(AT_ONCE, this.#wanted - this.#last));
    const { pages, cursor, more } = await this.#read(first, this.#cursor);
    if (pages.length > 0) {
      this.#cursor = cursor;
      this.#last = pages.at(-1)?.number ?? this.#last;
      this.pages.set(new Map([...this.pages.get(), ...pages.map((page) => [page.number, page] as const)]));
    }
    return more && pages.length > 0;
  }
}
