import { Signal } from "@/lib/state/signal";
import { readRecents, withoutRecent, withRecent } from "./recents";

const KEPT = "vitrine-recent-searches";

/** What was searched for in this browser, the latest first. */
export const recents = new Signal<readonly string[]>(readRecents(localStorage.getItem(KEPT)));

export const keepRecent = (words: string): void => keep(withRecent(recents.get(), words));
export const forgetRecent = (words: string): void => keep(withoutRecent(recents.get(), words));

function keep(list: readonly string[]): void {
  localStorage.setItem(KEPT, JSON.stringify(list));
  recents.set(list);
}
