import { count } from "@/lib/format/words";
import type { Found } from "./list/pages";

/** "23 results", "1,000+ results". */
export const foundWords = ({ value, exact }: Pick<Found, "value" | "exact">): string =>
  exact ? count(value, "result") : `${value.toLocaleString("en-GB")}+ results`;

/** Words as they were said: what has quotation marks of its own gets no others. */
export const quoted = (words: string): string => (words.includes('"') ? words : `“${words}”`);

/** What in the words themselves may keep something from being found; null for nothing. */
export function hintFor(words: string): string | null {
  const left = /(?:^|\s)-("[^"]*"|[^\s"]+)/.exec(words)?.[1];
  if (left !== undefined)
    return `Everything with ${left.replaceAll('"', "")} is left out, because of the minus before it.`;
  if (/"[^"]+"/.test(words)) return "Words in quotation marks are looked for exactly as they are written.";
  return null;
}
