import { Signal } from "@/lib/state/signal";

/** What was done, and the way back where there is one. */
export type Toast = { id: number; words: string; undo: (() => Promise<void>) | null };

/** One line at a time about what was just done; the next one takes its place. */
export class Toasts {
  readonly current = new Signal<Toast | null>(null);
  #last = 0;

  say(words: string, undo: (() => Promise<void>) | null = null): void {
    this.current.set({ id: ++this.#last, words, undo });
  }

  /** Put one away, unless another has taken its place. */
  putAway({ id }: Toast): void {
    if (this.current.get()?.id === id) this.current.set(null);
  }
}
