import type { VariablesOf } from "@/lib/api/graphql";
import { isOpen } from "./choices";
import { FACETS, FACET_NAMES, type Choices, type Facet } from "./facets";
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
  const exclude = partsOf(only(not, isOpen));
  return {
    trashed,
    ...(collection !== null && { collection }),
    ...partsOf({ ...has, ...allBut(not, has) }),
    ...(Object.keys(exclude).length > 0 && { exclude }),
    ...range,
  };
}

/** Of what can be listed, leaving some out is choosing all the others. */
function allBut(not: Choices, has: Choices): Choices {
  const closed = only(not, (facet) => !isOpen(facet));
  const others = Object.entries(closed).map(([name, gone]) => {
    const facet = name as Facet;
    // What is being uploaded is listed only on request.
    const all = Object.keys(FACETS[facet].words ?? {}).filter((value) => value !== "UPLOADING");
    return [facet, (has[facet] ?? all).filter((value) => !gone.includes(value))];
  });
  return Object.fromEntries(others) as Choices;
}

function only(choices: Choices, meant: (facet: Facet) => boolean): Choices {
  return Object.fromEntries(
    FACET_NAMES.filter((facet) => choices[facet] && meant(facet)).map((facet) => [facet, choices[facet]]),
  );
}

function partsOf(choices: Choices): AssetFilter {
  const parts = FACET_NAMES.flatMap((facet) => {
    const values = choices[facet];
    return values ? [[FIELDS[facet], facet === "year" ? values.map(Number) : [...values]]] : [];
  });
  return Object.fromEntries(parts) as AssetFilter;
}
