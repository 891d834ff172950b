import { Signal } from "@/lib/state/signal";

/** How a person likes to listen and watch, kept in this browser. */
export type Preferences = { volume: number; muted: boolean; speed: number; captions: boolean };

const KEY = "vitrine-player";
const DEFAULTS: Preferences = { volume: 1, muted: false, speed: 1, captions: false };

export const preferences = new Signal<Preferences>(kept());

export function prefer(change: Partial<Preferences>): void {
  preferences.set({ ...preferences.get(), ...change });
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.get()));
  } catch {
    // A browser that keeps nothing: the choice holds for this page.
  }
}

function kept(): Preferences {
  try {
    const said = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Preferences>;
    return { ...DEFAULTS, ...said };
  } catch {
    return DEFAULTS;
  }
}
