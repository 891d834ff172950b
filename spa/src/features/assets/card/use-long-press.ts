import { useEffect, useRef, type MouseEvent, type PointerEvent } from "react";

const LONG_MS = 450;
const STILL_PIXELS = 8;

type LongPress = {
  handlers: Record<
    "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel",
    (event: PointerEvent) => void
  > & {
    onContextMenu: (event: MouseEvent) => void;
  };
  /** True when the click that ends a press belongs to a long one. */
  wasLong: () => boolean;
};

/** A finger held still on something: a phone's way to begin a selection. */
export function useLongPress(act: () => void): LongPress {
  const press = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null);
  const long = useRef(false);
  const end = (): void => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  useEffect(() => end, []);
  const begin = ({ pointerType, clientX, clientY }: PointerEvent): void => {
    long.current = false;
    if (pointerType !== "touch") return;
    const timer = setTimeout(() => {
      long.current = true;
      act();
    }, LONG_MS);
    press.current = { x: clientX, y: clientY, timer };
  };
  const move = ({ clientX, clientY }: PointerEvent): void => {
    const from = press.current;
    if (from && Math.hypot(clientX - from.x, clientY - from.y) > STILL_PIXELS) end();
  };
  // A phone's own menu for pictures would come up under the same finger.
  const menu = (event: MouseEvent): void => {
    if (press.current) event.preventDefault();
  };
  return {
    handlers: {
      onPointerDown: begin,
      onPointerMove: move,
      onPointerUp: end,
      onPointerCancel: end,
      onContextMenu: menu,
    },
    wasLong: () => long.current,
  };
}
