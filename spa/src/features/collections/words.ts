import { count } from "@/lib/format/words";

type Contents = { assetCount: { value: number; exact: boolean }; collectionCount: number };

/** "3 collections, 12 items", "1,000+ items", "Empty". */
export function contentsWords({ assetCount: { value, exact }, collectionCount }: Contents): string {
  const items = exact ? count(value, "item") : `${value.toLocaleString("en-GB")}+ items`;
  const parts = [collectionCount > 0 && count(collectionCount, "collection"), (value > 0 || !exact) && items];
  return parts.filter(Boolean).join(", ") || "Empty";
}

/** "Travel / 2026": where a collection lies; null for one of the outermost. */
export const placeWords = (path: readonly { name: string }[]): string | null =>
  path.length === 0 ? null : path.map(({ name }) => name).join(" / ");
