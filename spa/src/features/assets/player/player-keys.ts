/** What a key asks of a player. */
export type Command =
  | { do: "toggle" | "mute" | "full-screen" | "captions" }
  | { do: "seek-by"; seconds: number }
  | { do: "seek-to"; share: number }
  | { do: "speed" | "frame"; step: 1 | -1 }
  | { do: "volume"; step: number };

type Press = { key: string; shiftKey: boolean };
/** `begun` from the first play to the end; `picture` where there are frames and a screen to fill. */
type Ground = { begun: boolean; picture: boolean; onButton: boolean };

const PLAIN: Record<string, Command> = {
  k: { do: "toggle" },
  " ": { do: "toggle" },
  j: { do: "seek-by", seconds: -10 },
  l: { do: "seek-by", seconds: 10 },
  m: { do: "mute" },
  "<": { do: "speed", step: -1 },
  ">": { do: "speed", step: 1 },
};

const WITH_PICTURE: Record<string, Command> = {
  f: { do: "full-screen" },
  c: { do: "captions" },
  ",": { do: "frame", step: -1 },
  ".": { do: "frame", step: 1 },
};

/** Only once something plays: until then arrows lead through the library, past films too. */
const ONCE_BEGUN: Record<string, Command> = {
  ArrowLeft: { do: "seek-by", seconds: -5 },
  ArrowRight: { do: "seek-by", seconds: 5 },
  ArrowUp: { do: "volume", step: 0.1 },
  ArrowDown: { do: "volume", step: -0.1 },
};

/** Read a key as a player does; null for one that is not the player's. Shift with an arrow always is the viewer's. */
export function commandFor({ key, shiftKey }: Press, { begun, picture, onButton }: Ground): Command | null {
  // A focused button answers Space itself.
  if (onButton && key === " ") return null;
  if (/^[0-9]$/.test(key)) return { do: "seek-to", share: Number(key) / 10 };
  const letter = key.length === 1 ? key.toLowerCase() : key;
  const plain = PLAIN[letter] ?? (picture ? WITH_PICTURE[letter] : undefined);
  if (plain) return plain;
  return (begun && !shiftKey ? ONCE_BEGUN[key] : undefined) ?? null;
}

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2] as const;

/** The next slower or faster speed on offer. */
export function nextSpeed(now: number, step: 1 | -1): number {
  const found = step === 1 ? SPEEDS.find((speed) => speed > now) : SPEEDS.findLast((speed) => speed < now);
  return found ?? now;
}
