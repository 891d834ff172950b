import { isIn, type AssetCard } from "@/lib/library/asset-card";
import type { Choices } from "./facets";
import type { View } from "./view";

/** What a change of an asset means for a view, as far as its card tells. */
export type News = "belongs" | "leaves" | "elsewhere";

type Narrowed = Pick<View, "collection" | "has" | "not">;

/** Whether an asset may belong into a view, has to leave it, or is none of its business; in the library all belong. */
export function newsOf(view: Narrowed, asset: AssetCard, shown: () => boolean): News {
  if (fits(view, asset)) return "belongs";
  return shown() ? "leaves" : "elsewhere";
}

/** False when the card alone tells that an asset is not in a view: by its kind, its status or its collections. */
function fits({ collection, has, not }: Narrowed, asset: AssetCard): boolean {
  if (collection !== null && !isIn(asset, collection)) return false;
  const said = saidBy(asset);
  return said.every(([facet, values]) => {
    const some = (chosen: readonly string[] | undefined): boolean =>
      chosen?.some((one) => values.includes(one)) ?? false;
    return (has[facet] === undefined || some(has[facet])) && !some(not[facet]);
  });
}

const saidBy = (asset: AssetCard): [keyof Choices, string[]][] => [
  ["kind", [asset.kind]],
  ["status", [asset.status]],
  ["in", asset.collections.map(({ id }) => id)],
];

/** Whether a file on its way goes into what is shown. */
export const goesInto = (
  { collection }: Pick<View, "collection">,
  item: { words: { collection?: string } } | undefined,
): boolean => collection === null || item?.words.collection === collection;
