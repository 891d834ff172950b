import { Maximize, Minimize, Pause, PictureInPicture2, Play, RotateCcw } from "lucide-react";
import { useSignal } from "@/lib/state/signal";
import { cx } from "@/ui/class-names";
import { CaptionsControl, type Captions } from "./captions";
import { QualityMenu, SpeedMenu } from "./choice-menus";
import type { Player } from "./player";
import { PlayerButton } from "./player-button";
import type { Command } from "./player-keys";
import { SeekBar } from "./seek-bar";
import type { Sprites } from "./sprites";
import { clock, wholeClock } from "./time";
import { useSecond } from "./use-place";
import { VolumeControl } from "./volume-control";

type ControlsProps = {
  player: Player;
  inView: boolean;
  full: boolean;
  captions: Captions;
  sprites: Sprites | null;
  act: (command: Command) => void;
  wake: () => void;
};

/** Along the lower edge; out of view they can still be reached by keys, which bring them back. */
export function FilmControls({ player, inView, full, captions, sprites, act, wake }: ControlsProps) {
  const { paused, ended } = useSignal(player.head.state);
  const toggle = ended ? "Play again" : paused ? "Play" : "Pause";
  return (
    // Pressing a control with a pointer leaves the focus where it is, so that Space goes on meaning play and pause.
    <div
      role="toolbar"
      aria-label="Player"
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
      onFocus={wake}
      className={cx(
        "absolute inset-x-0 bottom-0 rounded-b-[inherit] bg-linear-to-t from-scrim px-2 pt-10 pb-1 transition-opacity duration-200 @3xl/screen:px-3 @3xl/screen:pb-2",
        !inView && "pointer-events-none opacity-0",
      )}
    >
      <div className="px-2">
        <SeekBar player={player} sprites={sprites} />
      </div>
      <div className="flex items-center">
        <PlayerButton
          icon={ended ? RotateCcw : paused ? Play : Pause}
          label={toggle}
          hint="k"
          onClick={() => act({ do: "toggle" })}
          className="[&_svg]:fill-current"
        />
        <VolumeControl player={player} />
        <Times player={player} />
        <span className="flex-1" />
        <CaptionsControl captions={captions} />
        <SpeedMenu player={player} />
        <QualityMenu player={player} />
        <PictureInPicture player={player} />
        <PlayerButton
          icon={full ? Minimize : Maximize}
          label={full ? "Leave full screen" : "Full screen"}
          hint="f"
          onClick={() => act({ do: "full-screen" })}
        />
      </div>
    </div>
  );
}

function Times({ player }: { player: Player }) {
  const { duration, ended } = useSignal(player.head.state);
  const second = useSecond(player);
  return (
    <p className="px-2 text-sm whitespace-nowrap tabular-nums" data-times>
      {ended ? wholeClock(duration) : clock(second, duration)}
      <span className="opacity-70">{` / ${wholeClock(duration)}`}</span>
    </p>
  );
}

function PictureInPicture({ player }: { player: Player }) {
  const video = player.media;
  if (!document.pictureInPictureEnabled || !(video instanceof HTMLVideoElement)) return null;
  const change = (): void => {
    const done = document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture();
    // Refused before anything was loaded; the film stays where it is.
    void done.catch(() => undefined);
  };
  return (
    <PlayerButton
      icon={PictureInPicture2}
      label="Picture in picture"
      onClick={change}
      className="@max-md/screen:hidden touch:hidden"
    />
  );
}
