import { useRef, type PointerEvent } from "react";

type Handlers = Record<
  "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel",
  (event: PointerEvent<HTMLElement>) => void
>;
type Slide = { to: (share: number) => void; begin?: () => void; end?: (share: number) => void };

/** Drag along an element: `to` hears every share of its width from the press to the release. */
export function useSlide({ to, begin, end }: Slide): Handlers {
  const held = useRef<number | null>(null);
  const release = (event: PointerEvent<HTMLElement>): void => {
    if (held.current !== event.pointerId) return;
    held.current = null;
    end?.(shareAt(event));
  };
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = event.pointerId;
      begin?.();
      to(shareAt(event));
    },
    onPointerMove: (event) => {
      if (held.current === event.pointerId) to(shareAt(event));
    },
    onPointerUp: release,
    onPointerCancel: release,
  };
}

/** Where a pointer is along an element, 0 to 1 of its width. */
export function shareAt({ currentTarget, clientX }: { currentTarget: HTMLElement; clientX: number }): number {
  const { left, width } = currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (clientX - left) / Math.max(1, width)));
}
