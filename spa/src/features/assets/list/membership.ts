import { isIn, type AssetCard } from "@/lib/library/asset-card";
import type { View } from "./view";

/** What a change of an asset means for a view of one collection. */
export type News = "belongs" | "leaves" | "elsewhere";

/** Whether an asset belongs into a view, has to leave it, or is none of its business; in the library all belong. */
export function newsOf({ collection }: Pick<View, "collection">, asset: AssetCard, shown: () => boolean): News {
  if (collection === null || isIn(asset, collection)) return "belongs";
  return shown() ? "leaves" : "elsewhere";
}

/** Whether a file on its way goes into what is shown. */
export const goesInto = (
  { collection }: Pick<View, "collection">,
  item: { words: { collection?: string } } | undefined,
): boolean => collection === null || item?.words.collection === collection;
