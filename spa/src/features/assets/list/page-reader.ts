import { wordsFor } from "@/lib/api/request-failed";
import { Signal } from "@/lib/state/signal";
import type { Page } from "./pages";
import type { Section } from "./sections";

export type Wish = { section: string; index: number };
type Cursor = string | null;
type Range = Section["range"];
type Ways = {
  sections: () => readonly Section[];
  read: (range: Range, after: Cursor) => Promise<Page>;
  /** Where the page after `after` ends; null when nothing follows it. */
  skim: (range: Range, after: Cursor) => Promise<Cursor>;
  place: (section: string, index: number, ids: string[], hasNext: boolean) => void;
};

/** Said of a page that nobody wants any more. */
const ABANDONED = Symbol("abandoned");
/** Pages read at the same time; the latest wish goes first. */
const AT_ONCE = 3;
/** How soon a page that could not be read is asked for again. */
const AGAIN_MS = 4000;

/** Reads the pages of a list that come near, and remembers where each begins. */
export class PageReader {
  /** Why the last page could not be read; null when all is well. */
  readonly trouble = new Signal<string | null>(null);
  /** Of each section where its pages begin, as far as that is known. */
  readonly #cursors = new Map<string, Cursor[]>();
  #wishes: Wish[] = [];
  #lastWanted: readonly Wish[] = [];
  #wanted: ReadonlySet<string> = new Set();
  readonly #reading = new Set<string>();
  /** Which list is read; what was on its way for the one before is dropped. */
  #turn = 0;

  constructor(private readonly ways: Ways) {}

  /** Forget the list that was read so far, and what was wanted of it. */
  beginAnew(): void {
    this.#turn++;
    this.#cursors.clear();
    this.#reading.clear();
    this.#wishes = [];
  }

  /** Ask for the pages that are in sight, most wanted first; earlier wishes not begun are forgotten. */
  want(pages: readonly Wish[]): void {
    this.#wishes = [...pages];
    this.#lastWanted = pages;
    this.#wanted = new Set(pages.map(nameOf));
    this.#readMore();
  }

  /** Note where page `index` begins, if all before it are known. */
  noteCursor(section: string, index: number, cursor: Cursor): void {
    const cursors = this.#cursorsOf(section);
    if (cursors.length === index) cursors.push(cursor);
  }

  #readMore(): void {
    while (this.#reading.size < AT_ONCE) {
      const wish = this.#wishes.shift();
      if (!wish) return;
      const name = nameOf(wish);
      if (this.#reading.has(name) || !this.#isUnread(wish)) continue;
      this.#reading.add(name);
      const turn = this.#turn;
      void this.#read(wish, turn).finally(() => {
        if (turn === this.#turn) this.#reading.delete(name);
        this.#readMore();
      });
    }
  }

  #isUnread({ section, index }: Wish): boolean {
    const chunk = this.#sectionOf(section)?.chunks[index];
    return chunk !== undefined && (chunk.ids === null || chunk.stale === true);
  }

  async #read({ section: key, index }: Wish, turn: number): Promise<void> {
    const section = this.#sectionOf(key);
    if (!section) return;
    try {
      const after = await this.#cursorFor(section, index);
      if (after === ABANDONED || turn !== this.#turn) return;
      if (after === undefined) return this.ways.place(key, index, [], false);
      const { nodes, hasNextPage, endCursor } = await this.ways.read(section.range, after);
      if (turn !== this.#turn) return;
      this.noteCursor(key, index + 1, endCursor);
      const ids = nodes.map(({ id }) => id);
      this.ways.place(key, index, ids, hasNextPage);
      this.trouble.set(null);
    } catch (error) {
      this.trouble.set(wordsFor(error));
      setTimeout(() => this.want(this.#lastWanted), AGAIN_MS);
    }
  }

  /**
   * Where page `index` begins, skimming the pages before it, as long as somebody wants it. What was skimmed is kept.
   * Null for the first page, undefined when the section ends before it.
   */
  async #cursorFor({ key, range }: Section, index: number): Promise<Cursor | undefined | typeof ABANDONED> {
    const cursors = this.#cursorsOf(key);
    while (cursors.length <= index) {
      if (!this.#wanted.has(nameOf({ section: key, index }))) return ABANDONED;
      const at = cursors.length;
      const end = await this.ways.skim(range, cursors[at - 1] ?? null);
      if (end === null) return undefined;
      // Another page may have come the same way meanwhile.
      if (cursors.length === at) cursors.push(end);
    }
    return cursors[index] ?? null;
  }

  #cursorsOf(section: string): Cursor[] {
    const cursors = this.#cursors.get(section) ?? [null];
    this.#cursors.set(section, cursors);
    return cursors;
  }

  #sectionOf(key: string): Section | undefined {
    return this.ways.sections().find((section) => section.key === key);
  }
}

const nameOf = ({ section, index }: Wish): string => `${section}/${index}`;
