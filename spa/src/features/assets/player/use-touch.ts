import { useRef, type PointerEvent } from "react";
import { SWIPE_MS, swipeOf, type Swipes } from "@/features/assets/viewer/swipes";
import { tapOf, type Tap } from "./taps";

type Touch = { swipes: Swipes | null; onTap: () => void; onSide: (side: "back" | "on") => void };
type Handlers = Record<"onPointerDown" | "onPointerUp" | "onPointerCancel", (event: PointerEvent<HTMLElement>) => void>;

const STILL_PIXELS = 12;

/** Fingers on a film: a tap, a double tap at a side, and the viewer's own swipes. Controls keep their touches. */
export function useTouch({ swipes, onTap, onSide }: Touch): Handlers {
  const began = useRef<{ x: number; y: number; at: number } | null>(null);
  const tapped = useRef<Tap | null>(null);
  const up = ({ clientX, clientY, timeStamp, currentTarget }: PointerEvent<HTMLElement>): void => {
    const from = began.current;
    began.current = null;
    if (!from || timeStamp - from.at > SWIPE_MS) return;
    const way = swipes && swipeOf(from, { x: clientX, y: clientY });
    if (way) return swipes[way]();
    if (Math.hypot(clientX - from.x, clientY - from.y) > STILL_PIXELS) return;
    const { left, width } = currentTarget.getBoundingClientRect();
    const tap = { at: timeStamp, x: (clientX - left) / width };
    const meant = tapOf(tapped.current, tap);
    tapped.current = tap;
    if (meant === "once") onTap();
    else onSide(meant);
  };
  return {
    onPointerDown: ({ pointerType, target, clientX, clientY, timeStamp }) => {
      const bare = pointerType === "touch" && (target as HTMLElement).closest("[data-surface]") !== null;
      began.current = bare ? { x: clientX, y: clientY, at: timeStamp } : null;
    },
    onPointerUp: up,
    onPointerCancel: () => (began.current = null),
  };
}
