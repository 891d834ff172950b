import { useEffect, useRef, useState, type RefObject } from "react";
import { SWIPE_MS, swipeOf, type Swipes } from "./swipes";
import { fit, FITTED, pixelScale, withinStage, zoomAt, type Hold, type Point, type Size } from "./zoom-math";

export type Zoom = {
  hold: Hold;
  stage: Size;
  fitted: Size;
  /** The scale of one picture pixel to one screen pixel. */
  pixels: number;
  zoomBy: (factor: number) => void;
  panBy: (x: number, y: number) => void;
  toggle: () => void;
  reset: () => void;
};

/** Zoom and pan one picture: wheel, pinch, drag and double click on the stage; keys through what is returned. */
export function useZoom(ref: RefObject<HTMLElement | null>, picture: Size, swipes: Swipes): Zoom {
  const stage = useSize(ref);
  const [hold, setHold] = useState(FITTED);
  const fitted = fit(picture, stage);
  const pixels = pixelScale(picture, fitted, devicePixelRatio);
  const most = Math.max(pixels * 2, 3);
  const change = (next: (hold: Hold) => Hold): void => setHold((known) => withinStage(next(known), fitted, stage));
  const zoomOn = (factor: number, { x, y }: Point): void => change((known) => zoomAt(known, factor, x, y, most));
  const panBy = (x: number, y: number): void => change((known) => ({ ...known, x: known.x + x, y: known.y + y }));
  const toggleAt = (at: Point): void => {
    if (hold.scale > 1.01) setHold(FITTED);
    else zoomOn(pixels > 1.05 ? pixels : 2, at);
  };
  useGestures(ref, { zoomOn, panBy, toggleAt, zoomed: hold.scale > 1.01, swipes });
  return {
    hold,
    stage,
    fitted,
    pixels,
    panBy,
    zoomBy: (factor) => zoomOn(factor, { x: 0, y: 0 }),
    toggle: () => toggleAt({ x: 0, y: 0 }),
    reset: () => setHold(FITTED),
  };
}

function useSize(ref: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 1, height: 1 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}

type Gestures = {
  zoomOn: (factor: number, at: Point) => void;
  panBy: (x: number, y: number) => void;
  toggleAt: (at: Point) => void;
  zoomed: boolean;
  swipes: Swipes;
};

function useGestures(ref: RefObject<HTMLElement | null>, gestures: Gestures): void {
  const latest = useRef(gestures);
  useEffect(() => {
    latest.current = gestures;
  });
  useEffect(() => {
    const element = ref.current;
    return element ? listenTo(element, latest) : undefined;
  }, [ref]);
}

function listenTo(element: HTMLElement, latest: RefObject<Gestures>): () => void {
  const fingers = new Map<number, Point>();
  let began: (Point & { at: number }) | null = null;
  const fromMiddle = ({ clientX, clientY }: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    // A trackpad's two fingers pan a zoomed picture; a wheel, and a pinch (which says Control), zoom.
    const pans = !event.ctrlKey && latest.current.zoomed && event.deltaMode === 0 && Math.abs(event.deltaY) < 60;
    if (pans) latest.current.panBy(-event.deltaX, -event.deltaY);
    else latest.current.zoomOn(Math.exp(-event.deltaY * (event.ctrlKey ? 0.012 : 0.0022)), fromMiddle(event));
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 || (event.target as HTMLElement).closest("button, a")) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, fromMiddle(event));
    const alone = fingers.size === 1 && event.pointerType === "touch" && !latest.current.zoomed;
    began = alone ? { ...fromMiddle(event), at: event.timeStamp } : null;
  };
  const onMove = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = fromMiddle(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) latest.current.zoomOn(distance(now, other) / Math.max(1, distance(before, other)), middle(now, other));
    if (other || latest.current.zoomed)
      latest.current.panBy((now.x - before.x) / fingers.size, (now.y - before.y) / fingers.size);
    fingers.set(event.pointerId, now);
  };
  const onUp = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    const quick = began && event.type === "pointerup" && event.timeStamp - began.at < SWIPE_MS;
    const way = quick && began ? swipeOf(began, fromMiddle(event)) : null;
    if (way) latest.current.swipes[way]();
    began = null;
  };
  const onDouble = (event: MouseEvent): void => {
    if (!(event.target as HTMLElement).closest("button, a")) latest.current.toggleAt(fromMiddle(event));
  };
  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener("wheel", onWheel, { passive: false, signal });
  element.addEventListener("pointerdown", onDown, { signal });
  element.addEventListener("pointermove", onMove, { signal });
  element.addEventListener("pointerup", onUp, { signal });
  element.addEventListener("pointercancel", onUp, { signal });
  element.addEventListener("dblclick", onDouble, { signal });
  return () => stop.abort();
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
