import { ArrowUp } from "lucide-react";
import { useEffect, type RefObject } from "react";
import { useSignal } from "@/lib/state/signal";
import type { GridHandle } from "./grid/grid";
import type { AssetList } from "./list/asset-list";

/** How often to look whether new cards may come in without moving anything under the pointer. */
const LOOK_MS = 700;

type NewArrivalsProps = { list: AssetList; grid: RefObject<GridHandle | null>; looking: boolean };

/** "12 new": said, not inserted, while someone looks further down; let in by themselves where nobody minds. */
export function NewArrivals({ list, grid, looking }: NewArrivalsProps) {
  const waiting = useSignal(list.pending).length;
  useEffect(() => {
    if (waiting === 0 || looking) return undefined;
    const timer = setInterval(() => {
      if (grid.current?.atTop() ?? true) list.admitPending();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [waiting, looking, list, grid]);
  const show = (): void => {
    list.admitPending();
    grid.current?.scrollToTop();
  };
  return (
    <div role="status" className="pointer-events-none absolute inset-x-0 top-3 z-10 grid place-items-center">
      {waiting > 0 && (
        <button
          type="button"
          onClick={show}
          className="pointer-events-auto flex h-9 animate-rise items-center gap-1.5 rounded-full bg-accent px-4 text-sm font-medium text-accent-ink shadow-float hover:bg-accent-deep touch:h-11"
        >
          <ArrowUp size={15} aria-hidden />
          <span className="tabular-nums">{waiting.toLocaleString("en-GB")} new</span>
        </button>
      )}
    </div>
  );
}
