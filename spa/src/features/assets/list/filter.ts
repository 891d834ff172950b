import type { VariablesOf } from "@/lib/api/graphql";
import { FACET_NAMES, type Choices, type Facet } from "./facets";
import type { OpenList } from "./operations";
import type { View } from "./view";

export type AssetFilter = NonNullable<VariablesOf<typeof OpenList>["filter"]>;
type Range = Pick<AssetFilter, "createdFrom" | "createdTo">;

const FIELDS: Record<Facet, keyof AssetFilter> = {
  kind: "kind",
  tag: "tags",
  in: "collections",
  camera: "camera",
  year: "year",
  month: "month",
  format: "mimeType",
  shape: "orientation",
  size: "sizeClass",
  by: "uploadedBy",
  status: "status",
};

/** What the API is asked for: the place, what is chosen, and what is left out. */
export function filterOf({ has, not, trashed, collection }: View, range: Range | null = null): AssetFilter {
  // One entry for each facet: what an entry leaves out matches all its parts.
  const exclude = partsOf(not).map((part) => Object.fromEntries([part]) as AssetFilter);
  return {
    trashed,
    ...(collection !== null && { collection }),
    ...(Object.fromEntries(partsOf(has)) as AssetFilter),
    ...(exclude.length > 0 && { exclude }),
    ...range,
  };
}

/** What is said of each facet, as the API calls it. */
const partsOf = (choices: Choices): [keyof AssetFilter, readonly (string | number)[]][] =>
  FACET_NAMES.flatMap((facet) => {
    const values = choices[facet];
    return values ? [[FIELDS[facet], facet === "year" ? values.map(Number) : values]] : [];
  });
