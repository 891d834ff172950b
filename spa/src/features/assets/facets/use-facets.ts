import { useEffect, useState } from "react";
import { graphql } from "@/lib/api/graphql";
import { useServices } from "@/lib/services";
import { FACETS, FACET_NAMES } from "@/features/assets/list/facets";
import { filterOf } from "@/features/assets/list/filter";
import { paramsOf, viewOf } from "@/features/assets/list/view";
import type { View } from "@/features/assets/list/view";
import type { Counted } from "./groups";
import { learnNames } from "./names";

const CountFacets = graphql(`
  query CountFacets($search: String, $filter: AssetFilter, $names: [String!]!) {
    assets(search: $search, filter: $filter, first: 1) {
      facets(names: $names) { name buckets { value label count } }
    }
  }
`);

/** What changes together is counted together; an index that is away is asked again. */
const LATER_MS = 2000;
const AGAIN_MS = 5000;
const NAMES = FACET_NAMES.map((facet) => FACETS[facet].counted);

/** Counts of what a view could be narrowed by: undefined until they are there, null while nobody can count. */
export function useFacets(view: View): readonly Counted[] | null | undefined {
  const { ask, library } = useServices();
  const [counted, setCounted] = useState<readonly Counted[] | null>();
  const name = paramsOf(view).toString();
  useEffect(() => {
    const asked = viewOf(new URLSearchParams(name));
    // Only the newest question counts.
    let turn = 0;
    let later: ReturnType<typeof setTimeout> | undefined;
    const count = async (): Promise<void> => {
      clearTimeout(later);
      later = undefined;
      const mine = ++turn;
      const variables = { search: asked.words || null, filter: filterOf(asked), names: NAMES };
      const facets = await ask(CountFacets, variables).then(
        ({ assets }) => assets.facets,
        () => null,
      );
      if (mine !== turn) return;
      if (facets) learnNames(facets);
      setCounted(facets);
      if (facets === null) countLater(AGAIN_MS);
    };
    const countLater = (ms: number): void => {
      later ??= setTimeout(() => void count(), ms);
    };
    void count();
    const unfollow = library.listen(({ kind }) => {
      if (kind !== "PROGRESS") countLater(LATER_MS);
    });
    return () => {
      turn++;
      clearTimeout(later);
      unfollow();
    };
  }, [ask, library, name]);
  return counted;
}
