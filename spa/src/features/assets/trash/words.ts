import { count } from "@/lib/format/words";

/** How many there are, or at least are known of. */
export type Amount = { value: number; exact: boolean };
export type Refusal = { code: string; message: string };

/** How long things stay in the trash. */
export const stayWords = (days: number | null): string =>
  days === null ? "Stays here until somebody empties the trash" : `Deleted for good after ${count(days, "day")}`;

/** "3 items", "1,000+ items". */
export const amountWords = ({ value, exact }: Amount): string =>
  exact ? count(value, "item") : `${value.toLocaleString("en-GB")}+ items`;

/** What is being done, and how far it is where that can be said. */
export function progressWords(gone: number, all: Amount): string {
  if (gone === 0) return `Deleting ${amountWords(all)}`;
  const said = gone.toLocaleString("en-GB");
  return all.exact && gone < all.value ? `${said} of ${amountWords(all)} deleted` : `${said} deleted so far`;
}

/** What was not deleted, and why: a sentence for each reason. */
export function refusedWords(refused: readonly Refusal[]): string {
  const reasons = [...new Set(refused.map(({ code }) => code))];
  return reasons.map((code) => reasonWords(refused.filter((one) => one.code === code))).join(" ");
}

function reasonWords(refused: readonly Refusal[]): string {
  const [first = { code: "", message: "" }] = refused;
  const them = refused.length === 1 ? "it" : "them";
  const known: Record<string, string> = {
    NOT_YOURS: `only whoever added ${them}, or the owner of the library, may do that.`,
    NOT_IN_TRASH: `somebody restored ${them} meanwhile.`,
  };
  return `${count(refused.length, "item was", "items were")} not deleted: ${known[first.code] ?? first.message}`;
}
