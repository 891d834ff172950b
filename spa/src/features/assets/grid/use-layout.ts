import { useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import { useServices } from "@/lib/services";
import { useSignal } from "@/lib/state/signal";
import type { AssetList } from "@/features/assets/list/asset-list";
import { countOf } from "@/features/assets/list/sections";
import { density, ROW_HEIGHTS } from "./density";
import { originOf } from "./origin";
import { GridArranger, shiftAt, type GridLayout } from "./grid-layout";
import { reachableHeight } from "./reach";
import { Shapes } from "./shapes";

/** Where nothing above the view can have moved. */
const AT_TOP = 8;

/** Lay the list out for a width, and hold the view still whenever the layout changes. */
export function useLayout(list: AssetList, width: number, scroller: RefObject<HTMLElement | null>): GridLayout {
  const services = useServices();
  const sections = useSignal(list.sections);
  const batches = useSignal(list.arrivals);
  const target = ROW_HEIGHTS[useSignal(density)] ?? 220;
  const [shapes] = useState(() => new Shapes(services));
  const [arranger] = useState(() => new GridArranger());
  const settled = useSettling(shapes, arranger, scroller);
  const layout = useMemo(() => {
    const gap = width < 640 ? 2 : 6;
    const count = sections.reduce((sum, section) => sum + countOf(section), 0);
    const wished = Math.min(target, width * 0.9);
    const measure = { width, target: width > 0 ? reachableHeight(count, width, wished, gap) : wished, gap };
    return width > 0 ? arranger.arrange(batches, sections, measure, shapes) : { sections: [], height: 0, measure };
    // `settled` counts the moments at which shapes changed.
  }, [arranger, batches, sections, shapes, target, width, settled]); // eslint-disable-line react-hooks/exhaustive-deps
  useHoldStill(layout, scroller);
  return layout;
}

function useHoldStill(layout: GridLayout, scroller: RefObject<HTMLElement | null>): void {
  const shown = useRef(layout);
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = layout;
    const element = scroller.current;
    if (!element || before === layout) return;
    const top = element.scrollTop - originOf(element);
    if (top <= AT_TOP) return;
    const shift = shiftAt(before, layout, top);
    if (Math.abs(shift) >= 1) element.scrollBy({ top: shift, behavior: "instant" });
  }, [layout, scroller]);
}

/** Take over real sizes while the pointer is elsewhere, so that nothing moves beneath it. */
function useSettling(shapes: Shapes, arranger: GridArranger, scroller: RefObject<HTMLElement | null>): number {
  const [settled, setSettled] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (scroller.current?.matches(":hover") || !shapes.settle()) return;
      arranger.forget();
      setSettled((count) => count + 1);
    }, 1500);
    return () => clearInterval(timer);
  }, [shapes, arranger, scroller]);
  return settled;
}
