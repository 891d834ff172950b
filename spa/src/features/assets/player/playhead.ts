import { Signal } from "@/lib/state/signal";

/** A stretch of time that is there to play, in seconds. */
export type Span = { from: number; to: number };

/** What a media element is doing, apart from where it is. */
export type MediaState = {
  paused: boolean;
  ended: boolean;
  /** Played or moved at some time. */
  begun: boolean;
  /** Shows its own picture, no longer the poster. */
  drawn: boolean;
  /** Would play, but has nothing to. */
  stalled: boolean;
  seeking: boolean;
  duration: number;
  volume: number;
  muted: boolean;
  speed: number;
};

const EVENTS = [
  "play",
  "playing",
  "pause",
  "waiting",
  "canplay",
  "ended",
  "seeking",
  "seeked",
  "loadeddata",
  "durationchange",
  "volumechange",
  "ratechange",
  "emptied",
] as const;

/** Follows one media element: what it does, where it is, and what it holds. `known` is the length before it loads. */
export class Playhead {
  readonly state: Signal<MediaState>;
  readonly time: Signal<number>;
  readonly held = new Signal<readonly Span[]>([]);
  readonly #media: HTMLMediaElement;
  readonly #known: number;
  readonly #stop = new AbortController();
  #frame = 0;

  constructor(media: HTMLMediaElement, known: number) {
    this.#media = media;
    this.#known = known;
    this.state = new Signal(stateOf(media, known, null));
    this.time = new Signal(media.currentTime);
    const { signal } = this.#stop;
    for (const name of EVENTS) media.addEventListener(name, this.#look, { signal });
    for (const name of ["timeupdate", "progress"] as const) media.addEventListener(name, this.#move, { signal });
  }

  close(): void {
    this.#stop.abort();
    cancelAnimationFrame(this.#frame);
  }

  readonly #look = (): void => {
    this.#move();
    cancelAnimationFrame(this.#frame);
    const { paused, ended } = this.state.get();
    if (!paused && !ended) this.#follow();
  };

  readonly #move = (): void => {
    this.time.set(this.#media.currentTime);
    const spans = spansOf(this.#media.buffered);
    if (JSON.stringify(spans) !== JSON.stringify(this.held.get())) this.held.set(spans);
    const before = this.state.get();
    const next = stateOf(this.#media, this.#known, before);
    if (!alike(next, before)) this.state.set(next);
  };

  /** While it plays, the place is told for every frame that is painted; elements tell it four times a second. */
  #follow(): void {
    this.#frame = requestAnimationFrame(() => {
      this.time.set(this.#media.currentTime);
      this.#follow();
    });
  }
}

const HAVE_CURRENT_DATA = 2;
const HAVE_FUTURE_DATA = 3;

/** Read what an element is doing. What has begun, and what was drawn, stays so while it looks for another place. */
export function stateOf(media: HTMLMediaElement, known: number, before: MediaState | null): MediaState {
  const { paused, ended, seeking, currentTime, readyState, volume, muted, playbackRate } = media;
  const begun = before?.begun === true || !paused || currentTime > 0;
  return {
    paused,
    ended,
    begun,
    drawn: begun && (readyState >= HAVE_CURRENT_DATA || (before?.drawn === true && readyState > 0)),
    stalled: !paused && !ended && readyState < HAVE_FUTURE_DATA,
    seeking,
    duration: lengthOf(media, known),
    volume,
    muted,
    speed: playbackRate,
  };
}

/** The length that is known; a stream says ten seconds until it has looked, and rounds its own way. */
const lengthOf = ({ duration }: HTMLMediaElement, known: number): number =>
  known > 0 || !Number.isFinite(duration) ? known : duration;

function spansOf(ranges: TimeRanges): Span[] {
  return Array.from({ length: ranges.length }, (_, index) => ({ from: ranges.start(index), to: ranges.end(index) }));
}

const alike = (one: MediaState, other: MediaState): boolean =>
  (Object.keys(one) as (keyof MediaState)[]).every((key) => one[key] === other[key]);
