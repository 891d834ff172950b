import { useEffect, useReducer } from "react";
import { graphql } from "@/lib/api/graphql";
import { useServices, type Services } from "@/lib/services";
import { Signal } from "@/lib/state/signal";
import { FACETS, isNamedByItself, type Facet, type NameOf } from "@/features/assets/list/facets";
import type { View } from "@/features/assets/list/view";
import type { Counted } from "./groups";

const ReadName = graphql(`
  query ReadName($id: ID!) {
    node(id: $id) { ... on Collection { name } ... on User { name } ... on ApiKey { name } }
  }
`);

/** What collections and people are called, as far as this browser has heard. */
const names = new Signal<ReadonlyMap<string, string>>(new Map());
const asked = new Set<string>();
const NAMED = (Object.keys(FACETS) as Facet[]).filter((facet) => !isNamedByItself(facet));

/** Take in what the API calls the values it counted. */
export function learnNames(counted: readonly Counted[]): void {
  const meant = new Set(NAMED.map((facet) => FACETS[facet].counted));
  learn(
    counted.flatMap(({ name, buckets }) =>
      meant.has(name) ? buckets.map(({ value, label }) => [value, label] as const) : [],
    ),
  );
}

function learn(heard: readonly (readonly [string, string])[]): void {
  if (heard.some(([id, name]) => names.get().get(id) !== name)) names.set(new Map([...names.get(), ...heard]));
}

/** Names of what the view is narrowed by; one that nobody told yet is asked for. */
export function useNames(view: View): NameOf {
  const services = useServices();
  const [, again] = useReducer((count: number) => count + 1, 0);
  const ids = NAMED.flatMap((facet) => [...(view.has[facet] ?? []), ...(view.not[facet] ?? [])]);
  const unknown = ids.filter((id) => !names.get().has(id)).join(" ");
  useEffect(() => names.listen(again), []);
  useEffect(() => {
    for (const id of unknown.split(" ")) if (id !== "") void readName(services, id);
  }, [services, unknown]);
  return (id) => names.get().get(id);
}

async function readName({ ask }: Services, id: string): Promise<void> {
  if (asked.has(id)) return;
  asked.add(id);
  try {
    const { node } = await ask(ReadName, { id });
    learn([[id, (node && "name" in node && node.name) || "One that is gone"]]);
  } catch {
    asked.delete(id);
  }
}
