export type AssetSort = "RELEVANCE" | "NEWEST" | "OLDEST" | "CAPTURED_NEWEST" | "NAME" | "LARGEST";

const SORTS: Record<AssetSort, string> = {
  RELEVANCE: "Best match",
  NEWEST: "Newest first",
  OLDEST: "Oldest first",
  CAPTURED_NEWEST: "Date taken",
  NAME: "Name",
  LARGEST: "Largest first",
};

export const sortWords = (sort: AssetSort): string => SORTS[sort];

/** True for a name of an order. */
export const isSort = (name: string): name is AssetSort => Object.hasOwn(SORTS, name);

/** The orders there are; the best match only where words are searched for. */
export const sortsFor = ({ words }: { words: string }): AssetSort[] =>
  (Object.keys(SORTS) as AssetSort[]).filter((sort) => sort !== "RELEVANCE" || words !== "");
