import Hls, { type ErrorData, type HlsConfig, type Level } from "hls.js/light";
import type { Engine, OpenEngine, Told } from "./engine";
import { failingOf } from "./recovery";
import { qualityName } from "./source";

const HAVE_NOTHING = 0;

/** Play a stream through media sources: only this file knows hls.js, and it is fetched when a film is opened. */
export const openHls: OpenEngine = (media, url, from, told): Engine => {
  const hls = new Hls(configFrom(from));
  hls.on(Hls.Events.MANIFEST_PARSED, (_, { levels }) => told.qualities(offered(levels)));
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => told.playing(level));
  hls.on(Hls.Events.FRAG_BUFFERED, told.wentOn);
  hls.on(Hls.Events.ERROR, (_, data) => tell(hls, data, told));
  hls.loadSource(url);
  hls.attachMedia(media);
  let started: number | null = null;
  return {
    start: () => {
      const at = media.currentTime || from;
      // Until something is there hls.js goes to where it was started, wherever the person has gone meanwhile.
      if (started === null || (media.readyState === HAVE_NOTHING && at !== started)) hls.startLoad(at);
      started = at;
    },
    again: () => {
      if (hls.levels.length === 0) hls.loadSource(url);
      else if (started !== null) hls.startLoad();
    },
    repair: () => hls.recoverMediaError(),
    choose: (id) => (hls.nextLevel = id ?? -1),
    close: () => hls.destroy(),
  };
};

/** The best first; the engine's own number goes with each. */
function offered(levels: readonly Level[]): { id: number; name: string }[] {
  const named = levels.map((level, id) => ({ id, name: qualityName(level.width, level.height) }));
  return named.reverse();
}

function tell(hls: Hls, { type, fatal, response }: ErrorData, told: Told): void {
  const how = failingOf(response?.code);
  if (response && how === "refused") {
    // Trying other qualities, as hls.js would, does not help somebody who is not let in.
    hls.stopLoad();
    told.failed(how);
  } else if (fatal) told.failed(type === Hls.ErrorTypes.NETWORK_ERROR ? how : "undecodable");
}

function configFrom(startPosition: number): Partial<HlsConfig> {
  // Waiting and trying again is recovery.ts's: it goes on for as long as the film is open, and says so.
  const soon = { maxNumRetry: 1, retryDelayMs: 400, maxRetryDelayMs: 1000 };
  const patient = ({ default: known }: HlsConfig["fragLoadPolicy"]) => ({ default: { ...known, errorRetry: soon } });
  const { fragLoadPolicy, playlistLoadPolicy, manifestLoadPolicy } = Hls.DefaultConfig;
  return {
    autoStartLoad: false,
    startPosition,
    capLevelToPlayerSize: true,
    // A fair connection, until it is known: begin sharp rather than blurred.
    abrEwmaDefaultEstimate: 6_000_000,
    maxBufferLength: 30,
    backBufferLength: 60,
    fragLoadPolicy: patient(fragLoadPolicy),
    playlistLoadPolicy: patient(playlistLoadPolicy),
    manifestLoadPolicy: patient(manifestLoadPolicy),
  };
}
