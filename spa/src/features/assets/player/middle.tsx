import { FastForward, Pause, Play, Rewind, RotateCcw } from "lucide-react";
import { useSignal } from "@/lib/state/signal";
import { cx } from "@/ui/class-names";
import { Turning } from "@/ui/ring";
import type { Jump } from "./film-player";
import type { Player } from "./player";

type MiddleProps = { player: Player; inView: boolean; jump: Jump | null };

/** The middle of the screen: the first play, a wait, and where a jump led. */
export function Middle({ player, inView, jump }: MiddleProps) {
  const { paused, ended, begun, stalled } = useSignal(player.head.state);
  const wanted = useSignal(player.wanted);
  const waiting = stalled || (wanted && !begun);
  return (
    <>
      {waiting && (
        <span className="pointer-events-none absolute inset-0 m-auto grid size-16 animate-late place-items-center rounded-full bg-scrim [&_*]:text-on-picture">
          <Turning label="Loading" size={30} />
        </span>
      )}
      {!waiting && (!begun || ended) && (
        <button
          type="button"
          aria-label={ended ? "Play again" : "Play"}
          onClick={() => player.play()}
          className="absolute inset-0 m-auto grid size-18 animate-appear place-items-center rounded-full bg-scrim text-on-picture transition-transform hover:scale-105 focus-visible:outline-on-picture"
        >
          {ended ? <RotateCcw size={28} aria-hidden /> : <Play size={30} className="ml-1 fill-current" aria-hidden />}
        </button>
      )}
      {!waiting && begun && !ended && <TouchToggle player={player} paused={paused} inView={inView} />}
      {jump && <JumpSign key={jump.count} seconds={jump.seconds} />}
    </>
  );
}

/** A thumb needs a larger aim than the bar; a mouse has the whole picture. */
function TouchToggle({ player, paused, inView }: { player: Player; paused: boolean; inView: boolean }) {
  const Icon = paused ? Play : Pause;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      onClick={() => player.toggle()}
      className={cx(
        "absolute inset-0 m-auto hidden size-16 place-items-center rounded-full bg-scrim text-on-picture transition-opacity touch:grid",
        !inView && "pointer-events-none opacity-0",
      )}
    >
      <Icon size={28} className={cx("fill-current", paused && "ml-1")} aria-hidden />
    </button>
  );
}

function JumpSign({ seconds }: { seconds: number }) {
  const Icon = seconds < 0 ? Rewind : FastForward;
  return (
    <span
      aria-hidden
      className={cx(
        "pointer-events-none absolute inset-y-0 my-auto flex h-11 animate-pass items-center gap-2 rounded-full bg-scrim px-4 text-sm font-medium text-on-picture tabular-nums opacity-0",
        seconds < 0 ? "left-[8%]" : "right-[8%]",
      )}
    >
      <Icon size={16} className="fill-current" aria-hidden />
      {`${Math.abs(seconds)} s`}
    </span>
  );
}
