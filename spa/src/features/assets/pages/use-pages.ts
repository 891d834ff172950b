import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import { fittedWidth, heightOf, layOut, pagesBetween, placeAt, type PageLayout, type Place } from "./page-layout";
import type { DocumentPage } from "./page-list";

type Wanted = { count: number; known: ReadonlyMap<number, DocumentPage>; zoom: number; first: number | undefined };

export type Pages = {
  layout: PageLayout;
  count: number;
  /** The page that fills most of the view. */
  page: number;
  /** The pages to have in the document now: those in view, and a screen before and behind. */
  shown: readonly number[];
  onScroll: () => void;
  goTo: (page: number) => void;
};

/** Which pages are where; the place stays through zooming, turning the phone, and pages that turn out larger. */
export function usePages(scrollerRef: RefObject<HTMLElement | null>, { count, known, zoom, first }: Wanted): Pages {
  const place = useRef<Place>({ page: 1, within: 0 });
  const stage = useSize(scrollerRef);
  const [top, setTop] = useState(0);
  const ratios = useMemo(() => ratiosOf(known, first), [known, first]);
  const width = Math.round(fittedWidth(stage, ratios.get(1) ?? 0.7) * zoom);
  const layout = useMemo(() => layOut(count, ratios, width), [count, ratios, width]);
  useLayoutEffect(() => {
    const element = scrollerRef.current;
    if (!element || count === 0) return;
    const height = heightOf(layout, place.current);
    if (place.current.page > 1 || place.current.within > 0) element.scrollTo({ top: height });
  }, [scrollerRef, layout, count]);
  const onScroll = (): void => {
    const element = scrollerRef.current;
    if (!element) return;
    place.current = placeAt(layout, element.scrollTop);
    setTop(element.scrollTop);
  };
  const goTo = (page: number): void =>
    scrollerRef.current?.scrollTo({ top: page <= 1 ? 0 : heightOf(layout, { page, within: 0 }) - 8 });
  const { first: from, last: to } = pagesBetween(layout, top - stage.height, top + 2 * stage.height);
  const page = Math.min(Math.max(1, count), placeAt(layout, top + stage.height * 0.4).page);
  const shown = useMemo(
    () => Array.from({ length: count === 0 ? 0 : to - from + 1 }, (_, index) => from + index),
    [count, from, to],
  );
  return { layout, count, page, shown, onScroll, goTo };
}

function ratiosOf(known: ReadonlyMap<number, DocumentPage>, first: number | undefined): ReadonlyMap<number, number> {
  const ratios = new Map<number, number>(first === undefined ? [] : [[1, first]]);
  for (const [number, { picture }] of known)
    if (picture.width && picture.height) ratios.set(number, picture.width / picture.height);
  return ratios;
}

function useSize(ref: RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 800, height: 800 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const look = (): void => {
      // Hidden behind the words it has no size, and will have its old one again.
      if (element.clientHeight > 0) setSize({ width: element.clientWidth, height: element.clientHeight });
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
