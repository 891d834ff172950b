import type { Neighbours } from "./viewer";
import type { Zoom } from "./use-zoom";
import { isWriting } from "@/ui/writing";

/** What is shown answers a key; true when it was its own. */
export type TakeKeys = (event: KeyboardEvent) => boolean;

/** Where whatever is shown puts its own answer to keys, for as long as it is shown. */
export class StageKeys {
  #answer: TakeKeys | null = null;

  readonly take: TakeKeys = (event) => this.#answer?.(event) ?? false;

  answer(answer: TakeKeys): () => void {
    this.#answer = answer;
    return () => {
      if (this.#answer === answer) this.#answer = null;
    };
  }
}

type KeysOf = {
  /** Of a picture; null for what is not zoomed by the viewer. */
  zoom: Zoom | null;
  take: TakeKeys | null;
  neighbours: Neighbours;
  onGo: (id: string) => void;
  onClose: () => void;
  toggleInfo: () => void;
  download: () => void;
  /** Ask for the collection it goes into. */
  collect: () => void;
  /** Into the trash, or out of it. */
  remove: () => void;
};

const PAN = 80;

/** Answer keys in the viewer: first what is shown (a player, pages), then zoom, then the way on; Escape goes back. */
export function onViewerKey(event: KeyboardEvent, keys: KeysOf): void {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  // The browser leaves full screen by itself; a person who writes means the letters.
  if (isWriting(event.target) || (event.key === "Escape" && document.fullscreenElement)) return;
  const { take, zoom } = keys;
  const action = take?.(event) ? DONE : ((zoom && zoomKey(event, zoom)) ?? wayKey(event, keys));
  if (!action) return;
  event.preventDefault();
  action();
}

const DONE = (): void => undefined;

/** + - 0 1 zoom; arrows pan and Escape fits, once zoomed. */
function zoomKey({ key, shiftKey }: KeyboardEvent, zoom: Zoom): (() => void) | undefined {
  const always: Record<string, () => void> = {
    "+": () => zoom.zoomBy(1.4),
    "=": () => zoom.zoomBy(1.4),
    "-": () => zoom.zoomBy(1 / 1.4),
    "0": zoom.reset,
    "1": zoom.toggle,
  };
  const zoomed: Record<string, () => void> = {
    Escape: zoom.reset,
    ArrowLeft: () => zoom.panBy(PAN, 0),
    ArrowRight: () => zoom.panBy(-PAN, 0),
    ArrowUp: () => zoom.panBy(0, PAN),
    ArrowDown: () => zoom.panBy(0, -PAN),
  };
  return always[key] ?? (zoom.hold.scale > 1.01 && !shiftKey ? zoomed[key] : undefined);
}

/** Arrows lead on, with Shift whatever is shown; i informs, d downloads, c collects, Delete takes away, Escape goes back. */
function wayKey({ key }: KeyboardEvent, keys: KeysOf): (() => void) | undefined {
  const { neighbours, onGo, onClose, toggleInfo, download, collect, remove } = keys;
  const go = (id: string | null): void => {
    if (id !== null) onGo(id);
  };
  const ways: Record<string, () => void> = {
    Escape: onClose,
    ArrowLeft: () => go(neighbours.before),
    ArrowRight: () => go(neighbours.after),
    i: toggleInfo,
    d: download,
    c: collect,
    Delete: remove,
  };
  return ways[key];
}
