import { Signal, useSignal } from "@/lib/state/signal";

export type Theme = "system" | "light" | "dark";

const THEME = "vitrine-theme";
const CONTRAST = "vitrine-contrast";
const root = document.documentElement;
const changes = new Signal(0);

/** Render again when the appearance is changed. */
export const useAppearance = (): number => useSignal(changes);

export const themeChoice = (): Theme => (root.dataset["theme"] as Theme | undefined) ?? "system";
export const contrastChoice = (): boolean => root.dataset["contrast"] === "more";

export function chooseTheme(theme: Theme): void {
  remember("theme", THEME, theme === "system" ? null : theme);
}

export function chooseContrast(more: boolean): void {
  remember("contrast", CONTRAST, more ? "more" : null);
}

function remember(attribute: string, key: string, value: string | null): void {
  if (value === null) {
    root.removeAttribute(`data-${attribute}`);
    localStorage.removeItem(key);
  } else {
    root.setAttribute(`data-${attribute}`, value);
    localStorage.setItem(key, value);
  }
  changes.set(changes.get() + 1);
}
