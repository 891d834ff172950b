import { useEffect, useState, type RefObject } from "react";

/** A pointer over a card: how far along its width, 0 to 1, and whether it has come to rest. */
export type Skim = { share: number; resting: boolean };

/** A pointer that only passes by asks for nothing. */
const MEANT_MS = 140;
const REST_MS = 500;
const STILL_PIXELS = 3;

/** Follow a fine pointer over the card that an element is in; null while there is none, and for fingers always. */
export function useSkim(ref: RefObject<HTMLElement | null>): Skim | null {
  const [skim, setSkim] = useState<Skim | null>(null);
  useEffect(() => {
    const card = ref.current?.closest<HTMLElement>('[role="gridcell"]');
    if (!card || !matchMedia("(hover: hover) and (pointer: fine)").matches) return undefined;
    return followPointer(card, setSkim);
  }, [ref]);
  return skim;
}

function followPointer(card: HTMLElement, tell: (skim: Skim | null) => void): () => void {
  let [meant, rest]: (ReturnType<typeof setTimeout> | undefined)[] = [];
  let last: { x: number; share: number } | null = null;
  let began = false;
  const at = (event: PointerEvent): void => {
    const { left, width } = card.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
    if (last && began && Math.abs(event.clientX - last.x) < STILL_PIXELS) return;
    last = { x: event.clientX, share };
    if (!began) return;
    tell({ share, resting: false });
    restLater();
  };
  const restLater = (): void => {
    clearTimeout(rest);
    rest = setTimeout(() => last && tell({ share: last.share, resting: true }), REST_MS);
  };
  const leave = (): void => {
    clearTimeout(meant);
    clearTimeout(rest);
    [last, began] = [null, false];
    tell(null);
  };
  const enter = (event: PointerEvent): void => {
    if (event.pointerType !== "mouse") return;
    at(event);
    meant = setTimeout(() => {
      began = true;
      tell({ share: last?.share ?? 0, resting: false });
      restLater();
    }, MEANT_MS);
  };
  const stop = new AbortController();
  card.addEventListener("pointerenter", enter, { signal: stop.signal });
  card.addEventListener("pointermove", at, { signal: stop.signal });
  card.addEventListener("pointerleave", leave, { signal: stop.signal });
  return () => {
    stop.abort();
    leave();
  };
}
