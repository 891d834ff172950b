import type { Failing } from "./recovery";

/** One height on offer; `id` is the engine's own. */
export type Quality = { id: number; name: string };

/** What brings media to an element, and what it tells. */
export type Engine = {
  /** Fetch media, not only what describes it. */
  start: () => void;
  /** Fetch on after nobody answered. */
  again: () => void;
  /** Try once more to decode. */
  repair: () => void;
  /** Keep to one quality; null lets the engine choose. */
  choose: (id: number | null) => void;
  close: () => void;
};

export type Told = {
  failed: (how: Failing) => void;
  wentOn: () => void;
  /** The qualities on offer, the best first; none where there is nothing to choose. */
  qualities: (offered: Quality[]) => void;
  /** The quality that is now seen. */
  playing: (id: number) => void;
};

export type OpenEngine = (media: HTMLMediaElement, url: string, from: number, told: Told) => Engine;
