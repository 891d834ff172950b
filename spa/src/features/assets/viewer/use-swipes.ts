import { useEffect, useRef, type RefObject } from "react";
import { SWIPE_MS, swipeOf, type Swipes } from "./swipes";

/** Hear swipes over an element that is no picture. Controls keep their touches. */
export function useSwipes(ref: RefObject<HTMLElement | null>, swipes: Partial<Swipes>): void {
  const latest = useRef(swipes);
  useEffect(() => {
    latest.current = swipes;
  });
  useEffect(() => {
    const element = ref.current;
    let began: { x: number; y: number; at: number } | null = null;
    const down = ({ pointerType, isPrimary, target, clientX, clientY, timeStamp }: PointerEvent): void => {
      const bare = (target as HTMLElement).closest('button, a, input, [role="slider"]') === null;
      began = bare && isPrimary && pointerType === "touch" ? { x: clientX, y: clientY, at: timeStamp } : null;
    };
    const up = ({ clientX, clientY, timeStamp }: PointerEvent): void => {
      const way = began && timeStamp - began.at < SWIPE_MS ? swipeOf(began, { x: clientX, y: clientY }) : null;
      began = null;
      if (way) latest.current[way]?.();
    };
    const stop = new AbortController();
    element?.addEventListener("pointerdown", down, { signal: stop.signal });
    element?.addEventListener("pointerup", up, { signal: stop.signal });
    element?.addEventListener("pointercancel", () => (began = null), { signal: stop.signal });
    return () => stop.abort();
  }, [ref]);
}
