import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { useSignal } from "@/lib/state/signal";
import { cx } from "@/ui/class-names";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import type { StageKeys } from "@/features/assets/viewer/viewer-keys";
import type { Swipes } from "@/features/assets/viewer/swipes";
import { CaptionLines, useCaptions, type CaptionTrack } from "./captions";
import { FilmControls } from "./film-controls";
import { Middle } from "./middle";
import { fullScreen, useFullScreen } from "./full-screen";
import type { Player } from "./player";
import { commandFor, type Command } from "./player-keys";
import { Trouble } from "./trouble";
import { useInView } from "./use-in-view";
import { useMediaSession } from "./use-media-session";
import { usePlayer } from "./use-player";
import { useTouch } from "./use-touch";

type FilmProps = {
  card: AssetCard;
  asset: AssetDetail | undefined;
  keys: StageKeys;
  swipes: Swipes;
  onDownload: () => void;
  children: React.ReactNode;
};

const streamOf = (asset: AssetDetail) => asset.stream;
const NO_TRACKS: readonly CaptionTrack[] = [];

/** A film on its poster; `children` is the poster, in view until the film draws its own pictures. */
export function FilmPlayer({ card, asset, keys, swipes, onDownload, children }: FilmProps) {
  const stream = asset?.stream ?? null;
  const { player, attach } = usePlayer<HTMLVideoElement>({
    id: card.id,
    seconds: card.duration ?? 0,
    playable: stream,
    playableOf: streamOf,
  });
  const screen = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={screen}
      data-player
      className="@container/screen absolute inset-0 rounded-[inherit] bg-screen text-on-picture"
    >
      <div className="absolute inset-0 overflow-hidden rounded-[inherit]">
        {children}
        <Video attach={attach} player={player} tracks={stream?.captions ?? NO_TRACKS} label={card.title} />
      </div>
      {player && <Surface {...{ player, card, asset, screen, keys, swipes, onDownload }} />}
    </div>
  );
}

type VideoProps = {
  attach: React.RefCallback<HTMLVideoElement>;
  player: Player | null;
  tracks: readonly CaptionTrack[];
  label: string;
};

function Video({ attach, player, tracks, label }: VideoProps) {
  return (
    // The tracks are those the film brought; the rule sees none written out.
    // eslint-disable-next-line jsx-a11y/media-has-caption
    <video
      ref={attach}
      playsInline
      preload="none"
      aria-label={label}
      className={cx("absolute inset-0 size-full bg-screen transition-opacity duration-200", !player && "opacity-0")}
    >
      {tracks.map(({ url, language, label: name }) => (
        <track key={url} kind="captions" src={url} srcLang={language} label={name} />
      ))}
    </video>
  );
}

type SurfaceProps = Omit<FilmProps, "children"> & { player: Player; screen: RefObject<HTMLDivElement | null> };

/** Everything over the pictures: it hears the pointer, and shows what can be done. */
function Surface({ player, card, asset, screen, keys, swipes, onDownload }: SurfaceProps) {
  const state = useSignal(player.head.state);
  const health = useSignal(player.health);
  const captions = useCaptions(player.media, asset?.stream?.captions ?? NO_TRACKS);
  const playing = !state.paused && !state.ended;
  const { inView, wake, hide } = useInView(screen, playing);
  const full = useFullScreen(screen);
  const [jump, setJump] = useState<Jump | null>(null);
  const ready = asset?.stream != null && (asset.stream.hls !== null || asset.stream.files.length > 0);
  useMediaSession(player, card);
  useShowing(player.media, state.drawn);
  const act = useCallback(
    (command: Command): void => {
      wake();
      if (command.do === "full-screen") fullScreen(screen.current, player.media);
      else if (command.do === "captions") captions.toggle();
      else player.obey(command, asset?.metadata.frameRate ?? 25);
      if (command.do === "seek-by") setJump((before) => jumpOf(command.seconds, before));
    },
    [player, screen, captions, wake, asset],
  );
  useKeys(keys, state.begun && !state.ended, ready, act);
  const touch = useTouch({
    swipes: full ? null : swipes,
    onTap: () => (inView ? hide() : wake()),
    onSide: (side) => act({ do: "seek-by", seconds: side === "on" ? 10 : -10 }),
  });
  if (!ready) return null;
  const stopped = health.phase === "stopped";
  return (
    <div
      {...touch}
      onPointerMove={(event) => event.pointerType === "mouse" && wake()}
      className={cx("absolute inset-0 touch-none rounded-[inherit]", !inView && "cursor-none")}
    >
      {/* The keyboard has Space and k; this is for the pointer. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events */}
      <div
        data-surface
        className="absolute inset-0"
        onClick={(event) => !isTouch(event.nativeEvent) && act({ do: "toggle" })}
        onDoubleClick={(event) => !isTouch(event.nativeEvent) && act({ do: "full-screen" })}
      />
      <CaptionLines lines={captions.lines} raised={inView} />
      {!stopped && <Middle {...{ player, inView, jump }} />}
      <Trouble health={health} stalled={state.stalled} onRetry={() => player.retry()} onDownload={onDownload} />
      {!stopped && (
        <FilmControls {...{ player, inView, full, captions, act, wake }} sprites={asset.stream?.sprites ?? null} />
      )}
    </div>
  );
}

export type Jump = { seconds: number; count: number };

const jumpOf = (seconds: number, before: Jump | null): Jump => ({ seconds, count: (before?.count ?? 0) + 1 });

const isTouch = (event: Event): boolean => event instanceof PointerEvent && event.pointerType === "touch";

/** Answer the keys that are a player's, before the viewer sees them. */
function useKeys(keys: StageKeys, begun: boolean, ready: boolean, act: (command: Command) => void): void {
  useEffect(() => {
    return keys.answer((event) => {
      const onButton = event.target instanceof HTMLButtonElement;
      const command = ready ? commandFor(event, { begun, picture: true, onButton }) : null;
      if (command) act(command);
      return command !== null;
    });
  }, [keys, begun, ready, act]);
}

/** The poster stays until the film has something to show; the film fades in over it. */
function useShowing(media: HTMLMediaElement, drawn: boolean): void {
  useEffect(() => {
    media.classList.toggle("opacity-0", !drawn);
  }, [media, drawn]);
}
