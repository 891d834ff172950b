import { isChosen, type Way } from "@/features/assets/list/choices";
import { FACETS, wordsOf, type Facet, type NameOf } from "@/features/assets/list/facets";
import type { View } from "@/features/assets/list/view";

/** A facet as the API counts it. */
export type Counted = { name: string; buckets: readonly { value: string; label: string; count: number }[] };

/** One value: how many are found with it (null where nobody can say), and whether it is chosen or left out. */
export type Row = { facet: Facet; value: string; words: string; count: number | null; way: Way | null };
export type Group = { facet: Facet; title: string; rows: readonly Row[]; months: readonly Row[] };

/** In the order they stand in the panel; months stand within their year. */
const GROUPS: Facet[] = ["kind", "tag", "in", "camera", "year", "format", "shape", "size", "by", "status"];

/** What there is to choose from; a group that could not narrow anything is left out. Null where nobody could count. */
export function groupsOf(view: View, counted: readonly Counted[] | null, nameOf: NameOf): Group[] {
  return GROUPS.map((facet) => groupOf(view, facet, counted, nameOf)).filter(
    ({ facet, rows, months }) =>
      Math.max(rows.length, months.length) >= enoughOf(view, facet) || rows.some(({ way }) => way !== null),
  );
}

function groupOf(view: View, facet: Facet, counted: readonly Counted[] | null, nameOf: NameOf): Group {
  const rows = rowsOf(view, facet, counted, nameOf);
  const inside = facet === "in" && view.collection !== null;
  return {
    facet,
    title: inside ? "Other collections" : FACETS[facet].title,
    // All that lies in a collection is in it, so that its own row would say nothing.
    rows: inside ? rows.filter(({ value }) => value !== view.collection) : rows,
    months: facet === "year" ? monthsWithin(rows, rowsOf(view, "month", counted, nameOf)) : [],
  };
}

/** How many values narrow: of what everything has one of, two; another collection holds only some. */
const enoughOf = (view: View, facet: Facet): number => (facet === "in" && view.collection !== null ? 1 : 2);

function rowsOf(view: View, facet: Facet, counted: readonly Counted[] | null, nameOf: NameOf): Row[] {
  const buckets =
    counted === null ? uncounted(facet) : (counted.find(({ name }) => name === FACETS[facet].counted)?.buckets ?? []);
  const found = buckets.map(({ value, label, count }) =>
    row(view, facet, value, count, (id) => nameOf(id) ?? named(facet, label)),
  );
  const there = new Set(buckets.map(({ value }) => value));
  const missing = [...(view.has[facet] ?? []), ...(view.not[facet] ?? [])]
    .filter((value) => !there.has(value))
    .map((value) => row(view, facet, value, counted === null ? null : 0, nameOf));
  return inOrder(facet, [...found, ...missing]);
}

/** What can be said without counting: the values that are always the same. */
const uncounted = (facet: Facet): { value: string; label: string; count: null }[] =>
  Object.keys(FACETS[facet].words ?? {}).map((value) => ({ value, label: value, count: null }));

/** The API's label says more than the value only for what has a name of its own, or a format. */
const named = (facet: Facet, label: string): string | undefined =>
  facet === "in" || facet === "by" || facet === "format" ? label : undefined;

function row(view: View, facet: Facet, value: string, count: number | null, nameOf: NameOf): Row {
  const way = isChosen(view, "has", facet, value) ? "has" : isChosen(view, "not", facet, value) ? "not" : null;
  return { facet, value, words: wordsOf(facet, value, nameOf), count, way };
}

/** What is always the same few stands where it always stands. */
function inOrder(facet: Facet, rows: Row[]): Row[] {
  const order = Object.keys(FACETS[facet].words ?? {});
  return order.length === 0 ? rows : rows.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
}

/** The months of the years that are chosen, or of the only year there is. */
function monthsWithin(years: readonly Row[], months: readonly Row[]): Row[] {
  const chosen = years.filter(({ way }) => way === "has");
  const within = new Set((years.length === 1 ? years : chosen).map(({ value }) => value));
  return months.filter(({ value, way }) => way !== null || within.has(value.slice(0, 4)));
}

/** How many rows stand in a group before anybody asks for more. */
export const FEW = 8;

/** The first few and whatever is chosen; or all that contain what is looked for. */
export function shownOf(rows: readonly Row[], all: boolean, looked: string): readonly Row[] {
  const folded = looked.trim().toLocaleLowerCase();
  if (folded !== "") return rows.filter(({ words }) => words.toLocaleLowerCase().includes(folded));
  return all ? rows : rows.filter(({ way }, index) => index < FEW || way !== null);
}
