/** How getting at the media failed: not let in, not there, not reached, or not to be decoded. */
export type Failing = "refused" | "missing" | "unreachable" | "undecodable";

/** How a player fares. The counts are since it last went on. */
export type Health = {
  phase: "well" | "waiting" | "renewing" | "stopped";
  words: string | null;
  waits: number;
  renewals: number;
  repairs: number;
};

/** What to do about it. `wait` is in milliseconds. */
export type Remedy = { do: "nothing" | "renew" | "repair" | "plain-file" | "reopen" } | { do: "wait"; wait: number };

export type Happening = Failing | "went-on" | "renewed" | "retry";

export const WELL: Health = { phase: "well", words: null, waits: 0, renewals: 0, repairs: 0 };

const NOTHING: Remedy = { do: "nothing" };
const LONGEST_WAIT = 15_000;

const WORDS = {
  refused: "You are no longer signed in. Sign in again to go on.",
  missing: "This is not there any more, or it is being made anew.",
  undecodable: "This browser cannot play it. Download it to play it elsewhere.",
  unreachable: "The connection is lost. It goes on by itself when it is back.",
};

/** Decide what a player does next. Pure: what is done, and when, is the player's. */
export function recover(health: Health, happening: Happening, hasPlainFile: boolean): [Health, Remedy] {
  switch (happening) {
    case "went-on":
      return [health.phase === "stopped" ? health : WELL, NOTHING];
    case "renewed":
      return [{ ...health, phase: "well", words: null }, { do: "reopen" }];
    case "retry":
      return [WELL, { do: "reopen" }];
    default:
      return failed(health, happening, hasPlainFile);
  }
}

function failed(health: Health, how: Failing, hasPlainFile: boolean): [Health, Remedy] {
  const stopped: [Health, Remedy] = [{ ...health, phase: "stopped", words: WORDS[how] }, NOTHING];
  if (health.phase === "stopped") return [health, NOTHING];
  if (how === "unreachable") {
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** health.waits);
    // A renewal that reached nobody was none.
    const renewals = health.renewals - (health.phase === "renewing" ? 1 : 0);
    const words = WORDS.unreachable;
    return [
      { ...health, phase: "waiting", words, renewals, waits: health.waits + 1 },
      { do: "wait", wait },
    ];
  }
  if (how === "undecodable") {
    const repaired = { ...health, repairs: health.repairs + 1 };
    if (health.repairs === 0) return [repaired, { do: "repair" }];
    return health.repairs === 1 && hasPlainFile ? [repaired, { do: "plain-file" }] : stopped;
  }
  // Not let in, or moved: a fresh session and a fresh address, once.
  if (health.phase === "renewing") return [health, NOTHING];
  if (health.renewals > 0) return stopped;
  return [{ ...health, phase: "renewing", renewals: health.renewals + 1 }, { do: "renew" }];
}

/** Read the status of a request that failed; null or 0 where there was no answer. */
export function failingOf(status: number | null | undefined): Failing {
  if (status === 401 || status === 403) return "refused";
  if (status === 404 || status === 410) return "missing";
  return "unreachable";
}
