import { Signal } from "@/lib/state/signal";
import { soundsAlone } from "./alone";
import type { Engine, OpenEngine, Quality, Told } from "./engine";
import { openPlain } from "./plain-engine";
import { nextSpeed, type Command } from "./player-keys";
import { Playhead } from "./playhead";
import { prefer, preferences } from "./preferences";
import { recover, WELL, type Happening, type Health, type Remedy } from "./recovery";
import { abilitiesHere, sourceOf, type Playable, type Source } from "./source";

/** `chosen` null: the engine chooses; `playing` is what is seen now. */
export type Qualities = { offered: readonly Quality[]; chosen: number | null; playing: number | null };

/** Renew the session and read the addresses again; null when there is nothing to play any more. */
export type Renew = () => Promise<Playable | null>;

const NONE: Qualities = { offered: [], chosen: null, playing: null };

/** Plays one thing in one media element, and gets over what stands in its way. */
export class Player {
  readonly head: Playhead;
  readonly health = new Signal<Health>(WELL);
  readonly qualities = new Signal<Qualities>(NONE);
  /** Asked to play, while what plays it is still on its way. */
  readonly wanted = new Signal(false);
  readonly media: HTMLMediaElement;
  readonly #renew: Renew;
  readonly #stops: (() => void)[];
  #playable: Playable | null = null;
  #source: Source | null = null;
  #engine: Engine | null = null;
  /** Counts openings: an engine that arrives late finds that its turn is over. */
  #turn = 0;
  #plain = false;
  #started = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(media: HTMLMediaElement, seconds: number, renew: Renew) {
    this.media = media;
    this.#renew = renew;
    const { volume, muted, speed } = preferences.get();
    Object.assign(media, { volume, muted, defaultPlaybackRate: speed, playbackRate: speed });
    this.head = new Playhead(media, seconds);
    const onLine = (): void => {
      if (this.health.get().phase === "waiting") this.#again();
    };
    addEventListener("online", onLine);
    this.#stops = [soundsAlone(media), () => removeEventListener("online", onLine), () => this.head.close()];
  }

  /** Take what can be played now; addresses that are played already are left alone. */
  offer(playable: Playable): void {
    this.#playable = playable;
    const source = sourceOf(playable, abilitiesHere(), this.#plain);
    // A file is good enough until the stream is there, and then good enough to be played to its end.
    const better = source?.by !== "file" && this.#source?.by === "file" && !this.#plain && !this.#started;
    if (source && (this.#source === null || better)) void this.#open(source);
  }

  close(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#engine?.close();
    for (const stop of this.#stops) stop();
  }

  play(): void {
    this.#start();
    this.wanted.set(true);
    if (this.head.state.get().ended) this.media.currentTime = 0;
    if (this.#engine === null) return;
    // Refused when paused meanwhile, or by a browser that wants a click first: the play button is there for both.
    void this.media
      .play()
      .catch(() => undefined)
      .finally(() => this.wanted.set(false));
  }

  pause(): void {
    this.wanted.set(false);
    this.media.pause();
  }

  toggle(): void {
    if (this.media.paused && !this.wanted.get()) this.play();
    else this.pause();
  }

  seek(seconds: number): void {
    const { duration } = this.head.state.get();
    const at = Math.min(Math.max(0, seconds), Math.max(0, duration));
    this.media.currentTime = at;
    this.head.time.set(at);
    this.#start();
  }

  setVolume(volume: number): void {
    const within = Math.min(1, Math.max(0, Math.round(volume * 100) / 100));
    Object.assign(this.media, { volume: within, muted: within === 0 });
    prefer({ volume: within === 0 ? preferences.get().volume : within, muted: within === 0 });
  }

  mute(): void {
    const { muted, volume } = this.media;
    Object.assign(this.media, {
      muted: !muted,
      ...(muted && volume === 0 && { volume: preferences.get().volume || 0.5 }),
    });
    prefer({ muted: !muted });
  }

  setSpeed(speed: number): void {
    Object.assign(this.media, { playbackRate: speed, defaultPlaybackRate: speed });
    prefer({ speed });
  }

  choose(id: number | null): void {
    this.#engine?.choose(id);
    this.qualities.set({ ...this.qualities.get(), chosen: id });
  }

  retry(): void {
    this.#plain = false;
    this.#happened("retry");
  }

  /** Do what a key asks, as far as it is the player's own; false for what the screen around it does. */
  obey(command: Command, frameRate: number): boolean {
    const { duration, speed, volume, muted } = this.head.state.get();
    switch (command.do) {
      case "toggle":
        this.toggle();
        return true;
      case "mute":
        this.mute();
        return true;
      case "seek-by":
        this.seek(this.media.currentTime + command.seconds);
        return true;
      case "seek-to":
        this.seek(duration * command.share);
        return true;
      case "speed":
        this.setSpeed(nextSpeed(speed, command.step));
        return true;
      case "volume":
        this.setVolume((muted ? 0 : volume) + command.step);
        return true;
      case "frame":
        this.pause();
        this.seek(this.media.currentTime + command.step / frameRate);
        return true;
      default:
        return false;
    }
  }

  #start(): void {
    this.#started = true;
    this.#engine?.start();
  }

  async #open(source: Source): Promise<void> {
    const turn = ++this.#turn;
    const from = this.media.currentTime;
    const playing = !this.media.paused;
    this.#source = source;
    this.#engine?.close();
    this.#engine = null;
    const open = await engineFor(source).catch(() => null);
    if (turn !== this.#turn) return;
    // A player that was replaced on the server since the page was opened: a file needs none.
    if (open === null)
      return source.by === "hls.js" && this.#hasFile ? this.#reopen(true) : this.#happened("unreachable");
    this.#engine = open(this.media, source.url, from, this.#told(turn));
    if (this.#started) this.#engine.start();
    // Asked to play before, or while what plays it was on its way.
    if (playing || this.wanted.get()) this.play();
  }

  get #hasFile(): boolean {
    return (this.#playable?.files.length ?? 0) > 0;
  }

  #told(turn: number): Told {
    const mine = (act: () => void): void => {
      if (turn === this.#turn) act();
    };
    return {
      failed: (how) => mine(() => this.#happened(how)),
      wentOn: () => mine(() => this.#happened("went-on")),
      qualities: (offered) => mine(() => this.qualities.set({ ...NONE, offered })),
      playing: (id) => mine(() => this.qualities.set({ ...this.qualities.get(), playing: id })),
    };
  }

  #happened(happening: Happening): void {
    const [health, remedy] = recover(this.health.get(), happening, this.#hasFile && this.#source?.by !== "file");
    this.health.set(health);
    if (health.phase === "stopped") this.pause();
    this.#apply(remedy);
  }

  #apply(remedy: Remedy): void {
    clearTimeout(this.#timer);
    if (remedy.do === "wait") this.#timer = setTimeout(() => this.#again(), remedy.wait);
    else if (remedy.do === "renew") void this.#renewed();
    else if (remedy.do === "repair") this.#engine?.repair();
    else if (remedy.do === "plain-file") this.#reopen(true);
    else if (remedy.do === "reopen") this.#reopen(this.#plain);
  }

  #again(): void {
    if (this.#engine) this.#engine.again();
    else if (this.#source) void this.#open(this.#source);
  }

  #reopen(plain: boolean): void {
    this.#plain = plain;
    const source = this.#playable && sourceOf(this.#playable, abilitiesHere(), plain);
    if (source) void this.#open(source);
  }

  async #renewed(): Promise<void> {
    const turn = this.#turn;
    try {
      const fresh = await this.#renew();
      if (turn !== this.#turn) return;
      if (fresh) this.#playable = fresh;
      this.#happened(fresh ? "renewed" : "missing");
    } catch {
      // Nobody answered the question for a fresh address either: the session is asked for again with the next try.
      if (turn === this.#turn) this.#happened("unreachable");
    }
  }
}

async function engineFor({ by }: Source): Promise<OpenEngine> {
  return by === "hls.js" ? (await import("./hls-engine")).openHls : openPlain;
}
