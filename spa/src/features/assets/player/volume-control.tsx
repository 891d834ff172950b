import { Volume1, Volume2, VolumeX } from "lucide-react";
import type { KeyboardEvent } from "react";
import { useSignal } from "@/lib/state/signal";
import type { Player } from "./player";
import { PlayerButton } from "./player-button";
import { useSlide } from "./use-slide";

/** Mute at a press; the slider comes out for a pointer and for keys. A phone has buttons of its own for it. */
export function VolumeControl({ player }: { player: Player }) {
  const { volume, muted } = useSignal(player.head.state);
  const heard = muted ? 0 : volume;
  const slide = useSlide({ to: (share) => player.setVolume(share) });
  const icon = heard === 0 ? VolumeX : heard < 0.5 ? Volume1 : Volume2;
  return (
    <div className="group/volume flex items-center">
      <PlayerButton icon={icon} label={muted ? "Sound on" : "Mute"} hint="m" onClick={() => player.mute()} />
      <div
        role="slider"
        tabIndex={0}
        aria-label="Volume"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(heard * 100)}
        aria-valuetext={heard === 0 ? "muted" : `${Math.round(heard * 100)} percent`}
        {...slide}
        onKeyDown={(event) => onVolumeKey(event, player, heard)}
        className="flex h-10 w-0 cursor-pointer touch-none items-center overflow-hidden rounded-sm opacity-0 transition-[width,opacity] group-focus-within/volume:w-20 group-focus-within/volume:opacity-100 group-hover/volume:w-20 group-hover/volume:opacity-100 focus-visible:outline-current touch:hidden"
      >
        <span className="relative mx-2 h-1 flex-1 rounded-full bg-current/30">
          <span className="absolute inset-y-0 left-0 rounded-full bg-current" style={{ width: `${heard * 100}%` }} />
          <span
            className="absolute top-1/2 size-3 -translate-1/2 rounded-full bg-current"
            style={{ left: `${heard * 100}%` }}
          />
        </span>
      </div>
    </div>
  );
}

function onVolumeKey(event: KeyboardEvent, player: Player, heard: number): void {
  const to = {
    ArrowLeft: heard - 0.05,
    ArrowDown: heard - 0.05,
    ArrowRight: heard + 0.05,
    ArrowUp: heard + 0.05,
    Home: 0,
    End: 1,
  }[event.key];
  if (to === undefined || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  player.setVolume(to);
}
