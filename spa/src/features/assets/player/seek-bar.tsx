import { useRef, useState, type CSSProperties } from "react";
import { useSignal } from "@/lib/state/signal";
import type { Player } from "./player";
import { onPlaceKey } from "./slider-keys";
import { frameBox, frameStyle, haveSheet, type Sprites } from "./sprites";
import { clock, spoken } from "./time";
import { usePlayed, useSecond } from "./use-place";
import { shareAt, useSlide } from "./use-slide";

type BarProps = { player: Player; sprites: Sprites | null };

/** The way through a film: what was played, what is there to play, and what is at the pointer. */
export function SeekBar({ player, sprites }: BarProps) {
  const { duration } = useSignal(player.head.state);
  const second = useSecond(player);
  const bar = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const [sliding, setSliding] = useState(false);
  usePlayed(player, bar);
  const slide = useSlide({
    begin: () => setSliding(true),
    to: (share) => {
      setAt(share);
      slideTo(player, share * duration);
    },
    end: (share) => {
      setSliding(false);
      setAt(null);
      player.seek(share * duration);
    },
  });
  const look = (): void => {
    if (sprites) haveSheet(sprites.url);
  };
  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label="Place in the film"
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={second}
      aria-valuetext={`${spoken(second)} of ${spoken(Math.round(duration))}`}
      data-sliding={sliding || undefined}
      {...slide}
      onPointerEnter={look}
      onPointerMove={(event) => {
        slide.onPointerMove(event);
        if (!sliding && event.pointerType === "mouse") setAt(shareAt(event));
      }}
      onPointerLeave={() => !sliding && setAt(null)}
      onKeyDown={(event) => onPlaceKey(event, player, duration)}
      className="group/bar relative flex h-5 cursor-pointer touch-none items-center rounded-sm focus-visible:outline-current touch:h-8"
    >
      <div className="relative h-1 w-full overflow-hidden rounded-full bg-current/25 transition-[height] group-hover/bar:h-1.5 group-data-sliding/bar:h-1.5">
        <Held player={player} duration={duration} />
        <div className="absolute inset-0 origin-left scale-x-(--played) bg-current" />
      </div>
      <div className="pointer-events-none absolute left-[calc(var(--played)*100%)] size-3.5 -translate-x-1/2 rounded-full bg-current shadow-float transition-transform group-hover/bar:scale-115 group-data-sliding/bar:scale-130" />
      {at !== null && duration > 0 && <Preview sprites={sprites} share={at} duration={duration} />}
    </div>
  );
}

/** While it is dragged, the film follows as fast as it can; no seek is begun before the last one is there. */
function slideTo(player: Player, seconds: number): void {
  if (player.media.seeking) player.head.time.set(seconds);
  else player.seek(seconds);
}

function Held({ player, duration }: { player: Player; duration: number }) {
  const spans = useSignal(player.head.held);
  if (duration <= 0) return null;
  return spans.map(({ from, to }) => (
    <div
      key={from}
      className="absolute inset-y-0 bg-current/35"
      style={{ left: `${(from / duration) * 100}%`, width: `${((to - from) / duration) * 100}%` }}
    />
  ));
}

const PREVIEW_EDGE = 168;

function Preview({ sprites, share, duration }: { sprites: Sprites | null; share: number; duration: number }) {
  const box = sprites ? frameBox(sprites, PREVIEW_EDGE) : { width: 56, height: 0 };
  const place: CSSProperties = {
    width: box.width,
    left: `clamp(${box.width / 2}px, ${share * 100}%, calc(100% - ${box.width / 2}px))`,
  };
  return (
    <div
      aria-hidden
      data-preview
      style={place}
      className="pointer-events-none absolute bottom-full mb-2 flex -translate-x-1/2 flex-col items-center gap-1.5"
    >
      {sprites && (
        <div
          className="w-full overflow-hidden rounded-md bg-scrim bg-no-repeat shadow-float outline-1 -outline-offset-1 outline-current/25"
          style={{ height: box.height, ...frameStyle(sprites, share * duration, box) }}
        />
      )}
      <span className="rounded-sm bg-scrim px-1.5 py-0.5 text-xs font-medium text-on-picture tabular-nums">
        {clock(share * duration, duration)}
      </span>
    </div>
  );
}
