import { AudioLines, Pause, Play, RotateCcw } from "lucide-react";
import { useEffect } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { useSignal } from "@/lib/state/signal";
import { cx } from "@/ui/class-names";
import { Picture } from "@/ui/picture";
import { Turning } from "@/ui/ring";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import { PreparationLine } from "@/features/assets/viewer/preparation-line";
import type { StageKeys } from "@/features/assets/viewer/viewer-keys";
import { SpeedMenu } from "./choice-menus";
import type { Player } from "./player";
import { commandFor } from "./player-keys";
import type { Playable } from "./source";
import { clock, wholeClock } from "./time";
import { Trouble } from "./trouble";
import { useMediaSession } from "./use-media-session";
import { useSecond } from "./use-place";
import { usePlayer } from "./use-player";
import { VolumeControl } from "./volume-control";
import { Waveform } from "./waveform-bar";

type SoundProps = {
  card: AssetCard;
  asset: AssetDetail | undefined;
  keys: StageKeys;
  onDownload: () => void;
};

type Sound = NonNullable<AssetDetail["sound"]>;
const NO_PEAKS: readonly number[] = [];

const playableOf = ({ sound }: AssetDetail): Playable | null =>
  sound?.file ? { hls: null, files: [{ url: sound.file.url, width: null, height: null }] } : null;

/** A sound: who and what, the shape of it, and the way through it. */
export function SoundPlayer({ card, asset, keys, onDownload }: SoundProps) {
  const sound = asset?.sound ?? null;
  const { player, attach } = usePlayer<HTMLAudioElement>({
    id: card.id,
    seconds: card.duration ?? 0,
    playable: asset ? playableOf(asset) : null,
    playableOf,
  });
  const ready = sound?.file != null;
  return (
    <div data-player className="absolute inset-0 grid place-items-center overflow-auto px-4 pb-6">
      <div className="relative flex w-full max-w-3xl flex-col gap-6 rounded-lg bg-raised p-5 shadow-float sm:p-8">
        {/* Words that are sung or said come with films only. */}
        {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
        <audio ref={attach} preload="none" />
        <Names card={card} sound={sound} />
        <div>
          {player && <Waveform player={player} peaks={sound?.peaks ?? NO_PEAKS} ready={ready} />}
          {player && ready && <Controls {...{ player, card, sound, keys, onDownload }} />}
        </div>
        {!ready && card.status === "PROCESSING" && <PreparationLine card={card} asset={asset} onPicture={false} />}
      </div>
    </div>
  );
}

function Names({ card, sound }: { card: AssetCard; sound: Sound | null }) {
  const by = [sound?.artist, sound?.album].filter(Boolean).join(" · ");
  return (
    <div className="flex items-center gap-5 max-sm:flex-col max-sm:gap-4 max-sm:text-center">
      {sound?.cover ? (
        <Picture
          src={sound.cover.url}
          alt="Cover"
          className="size-56 shrink-0 animate-appear rounded-md bg-tile object-cover sm:size-36"
        />
      ) : (
        <span className="grid size-20 shrink-0 place-items-center rounded-md bg-accent-wash text-accent">
          <AudioLines size={32} strokeWidth={1.5} aria-hidden />
        </span>
      )}
      <div className="min-w-0">
        <p className="text-lg font-semibold tracking-tight [overflow-wrap:anywhere]">
          <bdi>{sound?.title ?? card.title}</bdi>
        </p>
        {by !== "" && (
          <p className="mt-0.5 text-base text-ink-soft">
            <bdi>{by}</bdi>
          </p>
        )}
      </div>
    </div>
  );
}

type ControlsProps = Omit<SoundProps, "asset"> & { player: Player; sound: Sound | null };

function Controls({ player, card, sound, keys, onDownload }: ControlsProps) {
  const { paused, ended, begun, stalled, duration } = useSignal(player.head.state);
  const health = useSignal(player.health);
  const second = useSecond(player);
  useMediaSession(player, card, sound?.artist ?? "");
  useKeys(keys, player, begun && !ended);
  const Icon = ended ? RotateCcw : paused ? Play : Pause;
  return (
    <>
      <div className="mt-2 flex justify-between text-sm text-ink-soft tabular-nums" data-times>
        <span>{ended ? wholeClock(duration) : clock(second, duration)}</span>
        <span>{wholeClock(duration)}</span>
      </div>
      {/* Pressing a control leaves the focus where it is, so that Space goes on meaning play and pause. */}
      <div
        role="toolbar"
        aria-label="Player"
        tabIndex={-1}
        onMouseDown={(event) => event.preventDefault()}
        className="mt-2 grid grid-cols-[1fr_auto_1fr] items-center text-ink-soft"
      >
        <VolumeControl player={player} />
        <button
          type="button"
          aria-label={ended ? "Play again" : paused ? "Play" : "Pause"}
          title={paused ? "Play (k)" : "Pause (k)"}
          onClick={() => player.toggle()}
          className="relative grid size-14 place-items-center rounded-full bg-accent text-accent-ink transition-colors hover:bg-accent-deep"
        >
          {stalled ? (
            <Turning label="Loading" size={24} />
          ) : (
            <Icon size={24} className={cx(!ended && "fill-current", paused && !ended && "ml-0.5")} aria-hidden />
          )}
        </button>
        <span className="justify-self-end">
          <SpeedMenu player={player} />
        </span>
      </div>
      <Trouble health={health} stalled={stalled} onRetry={() => player.retry()} onDownload={onDownload} />
    </>
  );
}

function useKeys(keys: StageKeys, player: Player, begun: boolean): void {
  useEffect(() => {
    return keys.answer((event) => {
      const onButton = event.target instanceof HTMLButtonElement;
      const command = commandFor(event, { begun, picture: false, onButton });
      return command !== null && player.obey(command, 25);
    });
  }, [keys, player, begun]);
}
