import { useEffect, useMemo, useRef, useState, type PointerEvent } from "react";
import { useSignal } from "@/lib/state/signal";
import { cx } from "@/ui/class-names";
import type { Player } from "./player";
import { onPlaceKey } from "./slider-keys";
import { clock, spoken } from "./time";
import { usePlayed, useSecond } from "./use-place";
import { shareAt, useSlide } from "./use-slide";
import { barsIn, barsOf, pathOf } from "./waveform";

const HEIGHT = 128;

type BarProps = { player: Player; peaks: readonly number[]; ready: boolean };

/** A sound as it looks: what was played in the accent; press or drag to go anywhere in it. */
export function Waveform({ player, peaks, ready }: BarProps) {
  const { duration } = useSignal(player.head.state);
  const second = useSecond(player);
  const bar = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const count = barsIn(useWidth(bar));
  const path = useMemo(() => pathOf(barsOf(peaks, count), HEIGHT), [peaks, count]);
  usePlayed(player, bar);
  const slide = useSlide({ to: (share) => player.seek(share * duration) });
  const look = (event: PointerEvent<HTMLElement>): void => {
    slide.onPointerMove(event);
    setAt(event.pointerType === "mouse" ? shareAt(event) : null);
  };
  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={ready ? 0 : -1}
      aria-label="Place in the sound"
      aria-disabled={!ready}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={second}
      aria-valuetext={`${spoken(second)} of ${spoken(Math.round(duration))}`}
      {...(ready && { ...slide, onPointerMove: look, onPointerLeave: () => setAt(null) })}
      onKeyDown={(event) => ready && onPlaceKey(event, player, duration)}
      className={cx("relative touch-none rounded-md", ready && "cursor-pointer")}
      style={{ height: HEIGHT }}
    >
      <Shape path={path} className={cx("text-line-strong opacity-60", !ready && "animate-breathe")} />
      <div className="absolute inset-0 [clip-path:inset(0_calc(100%-var(--played)*100%)_0_0)]">
        <Shape path={path} className="text-accent" />
      </div>
      {at !== null && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-y-0 w-px bg-ink-soft"
          style={{ left: `${at * 100}%` }}
        >
          <span className="absolute bottom-full mb-1 -translate-x-1/2 rounded-sm bg-ink px-1.5 py-0.5 text-xs font-medium text-paper tabular-nums">
            {clock(at * duration, duration)}
          </span>
        </div>
      )}
    </div>
  );
}

function Shape({ path, className }: { path: string; className: string }) {
  return (
    <svg className={cx("absolute inset-0 size-full", className)} aria-hidden>
      <path d={path} fill="currentColor" />
    </svg>
  );
}

function useWidth(ref: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
