import { useEffect, useLayoutEffect, useState, type RefObject } from "react";
import { Signal } from "@/lib/state/signal";
import { originOf } from "./origin";

export type Band = { top: number; bottom: number; width: number; view: number };

/** Screens kept ready above and below the one in sight. */
const AHEAD = 0.75;
const STEPS_PER_SCREEN = 4;

/** The band of content worth drawing, renewed each quarter screen rather than each frame, and the exact position beside it. */
export function useScrollBand(scroller: RefObject<HTMLElement | null>, position: Signal<number>): Band {
  const [band, setBand] = useState<Band>({ top: 0, bottom: 0, width: 0, view: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = (): void => setBand((known) => newBand(known, element));
    const observer = new ResizeObserver(look);
    observer.observe(element);
    // What stands above the rows moves them when it grows.
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    look();
    return () => observer.disconnect();
  }, [scroller]);
  useEffect(() => {
    const element = scroller.current;
    const onScroll = (): void => {
      if (!element) return;
      position.set(Math.max(0, element.scrollTop - originOf(element)));
      setBand((known) => newBand(known, element));
    };
    element?.addEventListener("scroll", onScroll, { passive: true });
    return () => element?.removeEventListener("scroll", onScroll);
  }, [scroller, position]);
  return band;
}

function newBand(known: Band, element: HTMLElement): Band {
  const { scrollTop, clientHeight, clientWidth } = element;
  const step = Math.max(1, clientHeight / STEPS_PER_SCREEN);
  const at = Math.floor((scrollTop - originOf(element)) / step) * step;
  const band = {
    top: at - clientHeight * AHEAD,
    bottom: at + clientHeight * (1 + AHEAD) + step,
    width: clientWidth,
    view: clientHeight,
  };
  const same = band.top === known.top && band.width === known.width && band.view === known.view;
  return same ? known : band;
}
