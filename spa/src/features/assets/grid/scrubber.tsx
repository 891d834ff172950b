import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useSignal, type Signal } from "@/lib/state/signal";
import { cx } from "@/ui/class-names";
import { lastStartingBy, type GridLayout, type PlacedSection } from "./grid-layout";

type ScrubberProps = { layout: GridLayout; position: Signal<number>; view: number; onMove: (top: number) => void };

/** Pixels that a year's label needs for itself on the track. */
const LABEL_ROOM = 22;

/** The whole of time along the right edge: years as marks, the month under the hand as a word. */
export function Scrubber({ layout, position, view, onMove }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const top = useSignal(position);
  const [pointed, setPointed] = useState<number | null>(null);
  const [dragging, setDragging] = useState(false);
  const moving = useMoving(top);
  const reach = Math.max(1, layout.height - view);
  const marks = useMemo(() => marksOf(layout, view), [layout, view]);
  if (layout.height < view * 2.5 || !layout.sections.some(isMonth)) return null;
  const share = Math.min(1, top / reach);
  const shareAt = ({ clientY }: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box ? Math.min(1, Math.max(0, (clientY - box.top) / box.height)) : 0;
  };
  const move = (event: PointerEvent): void => {
    setPointed(shareAt(event));
    if (dragging) onMove(shareAt(event) * reach);
  };
  const shown = dragging ? share : pointed;
  return (
    <div
      ref={track}
      role="slider"
      tabIndex={0}
      aria-label="Month"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={titleAt(layout, share * reach)}
      onKeyDown={(event) => onKey(event, layout, top, onMove)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragging(true);
        onMove(shareAt(event) * reach);
      }}
      onPointerMove={move}
      onPointerUp={() => setDragging(false)}
      onPointerLeave={() => setPointed(null)}
      className={cx(
        "absolute top-3 right-4 bottom-3 z-10 w-9 touch-none rounded-md outline-offset-0 transition-opacity select-none max-sm:right-0 max-sm:w-7",
        !moving && !dragging && "max-sm:opacity-0",
      )}
    >
      {marks.map(({ at, label }) => (
        <span
          key={`${label}-${at}`}
          aria-hidden
          style={{ top: `${at * 100}%` }}
          className="absolute right-0 text-xs text-ink-faint tabular-nums transition-opacity max-sm:hidden"
        >
          {label}
        </span>
      ))}
      <span
        aria-hidden
        style={{ top: `${share * 100}%` }}
        className="absolute right-0 h-0.5 w-6 -translate-y-px rounded-full bg-accent max-sm:h-10 max-sm:w-1.5 max-sm:-translate-y-1/2"
      />
      {shown !== null && (
        <span
          aria-hidden
          style={{ top: `${shown * 100}%` }}
          className="pointer-events-none absolute right-11 -translate-y-1/2 animate-appear rounded-md bg-ink px-2.5 py-1 text-sm font-medium whitespace-nowrap text-paper shadow-float"
        >
          {titleAt(layout, shown * reach)}
        </span>
      )}
    </div>
  );
}

/** True while the position changes and for a moment after, so that a phone shows the track only then. */
function useMoving(top: number): boolean {
  const [restedAt, setRestedAt] = useState(top);
  useEffect(() => {
    const timer = setTimeout(() => setRestedAt(top), 1200);
    return () => clearTimeout(timer);
  }, [top]);
  return restedAt !== top;
}

const isMonth = ({ key }: PlacedSection): boolean => /^\d{4}-\d{2}$/.test(key);

function titleAt({ sections }: GridLayout, y: number): string {
  const title = sections[lastStartingBy(sections, y, (section) => section.top)]?.rows[0];
  return title?.kind === "title" ? title.text : "";
}

/** One mark per year, leaving out those that would touch. */
function marksOf({ sections, height }: GridLayout, view: number): { at: number; label: string }[] {
  const marks: { at: number; label: string }[] = [];
  let year = "";
  for (const section of sections.filter(isMonth)) {
    const own = section.key.slice(0, 4);
    const at = section.top / height;
    const room = marks.length === 0 || (at - (marks.at(-1)?.at ?? 0)) * view > LABEL_ROOM;
    if (own !== year && room && at < 0.97) marks.push({ at, label: own });
    year = own;
  }
  return marks;
}

/** Arrows go from month to month. */
function onKey(event: KeyboardEvent, { sections }: GridLayout, top: number, onMove: (top: number) => void): void {
  const at = lastStartingBy(sections, top + 1, (section) => section.top);
  const next = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + 12,
    PageUp: at - 12,
    Home: 0,
    End: sections.length - 1,
  }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  onMove(sections[Math.min(sections.length - 1, Math.max(0, next))]?.top ?? 0);
}
