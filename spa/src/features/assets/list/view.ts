import { FACET_NAMES, FACETS, type Choices, type Facet } from "./facets";
import { isSort, type AssetSort } from "./sorts";

/** What the grid shows and in which order; it lives in the address. */
export type View = {
  /** What is searched for; nothing while it is empty. */
  words: string;
  sort: AssetSort;
  /** Of each facet here, any of the values. */
  has: Choices;
  /** Of each facet here, none of the values. */
  not: Choices;
  trashed: boolean;
  /** The id of the collection that is shown; null for the whole library. */
  collection: string | null;
};

/** The API takes no more. */
const MOST_WORDS = 500;
const MOST_VALUES = 100;

/** The order without a word about it: the best first while words are searched for, else the newest. */
export const usualSort = ({ words }: Pick<View, "words">): AssetSort => (words === "" ? "NEWEST" : "RELEVANCE");

/** Read a view from the address; unknown words are left out. */
export function viewOf(params: URLSearchParams): View {
  const words = (params.get("q") ?? "").trim().slice(0, MOST_WORDS);
  return {
    words,
    sort: sortOf(params.get("sort") ?? "", words),
    has: choicesIn(params, ""),
    not: choicesIn(params, "not."),
    trashed: params.get("trashed") === "1",
    collection: params.get("collection") || null,
  };
}

/** Write a view as an address; the plain view is an empty one. */
export function paramsOf(view: View): URLSearchParams {
  const params = new URLSearchParams();
  if (view.collection !== null) params.set("collection", view.collection);
  if (view.trashed) params.set("trashed", "1");
  if (view.words !== "") params.set("q", view.words);
  if (view.sort !== usualSort(view)) params.set("sort", view.sort.toLowerCase());
  for (const facet of FACET_NAMES)
    for (const value of view.has[facet] ?? []) params.append(facet, written(facet, value));
  for (const facet of FACET_NAMES)
    for (const value of view.not[facet] ?? []) params.append(`not.${facet}`, written(facet, value));
  return params;
}

/** The same view with other words; an order that only words have goes with them. */
export function withWords(view: View, words: string): View {
  const kept = view.sort === usualSort(view) ? usualSort({ words }) : view.sort;
  return { ...view, words, sort: words === "" && kept === "RELEVANCE" ? "NEWEST" : kept };
}

/** The same place and order with nothing narrowed; the words stay. */
export const cleared = (view: View): View => ({ ...view, has: {}, not: {} });

export const isFiltered = ({ has, not }: Pick<View, "has" | "not">): boolean =>
  [has, not].some((choices) => Object.values(choices).some((values) => values.length > 0));

/** True when only some of what lies in a place is shown. */
export const isNarrowed = (view: View): boolean => view.words !== "" || isFiltered(view);

/** True when files that arrive belong into the view whatever they are; in a collection, if they come into it. */
export const takesArrivals = (view: View): boolean => !isNarrowed(view) && !view.trashed;

/** True when the list is made of months, which can be laid out before they are read. */
export const hasMonths = ({ sort, words }: View): boolean => words === "" && (sort === "NEWEST" || sort === "OLDEST");

/** True for two views of the same place, however narrowed. */
export const isSamePlace = (one: View, other: View): boolean =>
  one.collection === other.collection && one.trashed === other.trashed;

function sortOf(said: string, words: string): AssetSort {
  const sort = said.toUpperCase();
  return isSort(sort) && (sort !== "RELEVANCE" || words !== "") ? sort : usualSort({ words });
}

function choicesIn(params: URLSearchParams, before: "" | "not."): Choices {
  const choices: Choices = {};
  for (const facet of FACET_NAMES) {
    const values = params.getAll(before + facet).map((value) => readValue(facet, value));
    const known = [...new Set(values)].filter((value) => value !== null).slice(0, MOST_VALUES);
    if (known.length > 0) choices[facet] = known;
  }
  return choices;
}

/** A value as it is written in an address: what the API shouts is said quietly. */
const written = (facet: Facet, value: string): string => (FACETS[facet].words ? value.toLowerCase() : value);

function readValue(facet: Facet, text: string): string | null {
  const { words } = FACETS[facet];
  if (words) return Object.hasOwn(words, text.toUpperCase()) ? text.toUpperCase() : null;
  if (facet === "year") return /^\d{4}$/.test(text) ? text : null;
  if (facet === "month") return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? text : null;
  return text === "" ? null : text;
}
