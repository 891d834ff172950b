import type { Choices, Facet } from "./facets";

type Narrowed = { has: Choices; not: Choices };
export type Way = keyof Narrowed;

export const isChosen = (view: Narrowed, way: Way, facet: Facet, value: string): boolean =>
  view[way][facet]?.includes(value) ?? false;

/** Choose a value, or leave it out; the same again takes that back, and the one ends the other. */
export function choose<View extends Narrowed>(view: View, way: Way, facet: Facet, value: string): View {
  const other: Way = way === "has" ? "not" : "has";
  const free = dropped(dropped(view, way, facet, value), other, facet, value);
  if (isChosen(view, way, facet, value)) return free;
  return { ...free, [way]: { ...free[way], [facet]: [...(free[way][facet] ?? []), value] } };
}

/** Take a value back; a year takes its months with it. */
export function dropped<View extends Narrowed>(view: View, way: Way, facet: Facet, value: string): View {
  const rest = without(view[way], facet, (one) => one === value);
  if (facet !== "year") return { ...view, [way]: rest };
  return { ...view, [way]: without(rest, "month", (month) => month.startsWith(`${value}-`)) };
}

function without(choices: Choices, facet: Facet, gone: (value: string) => boolean): Choices {
  const { [facet]: values = [], ...others } = choices;
  const rest = values.filter((value) => !gone(value));
  return rest.length === 0 ? others : { ...others, [facet]: rest };
}
