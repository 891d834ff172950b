import { useEffect, useState } from "react";
import { graphql } from "@/lib/api/graphql";
import { useServices } from "@/lib/services";
import { useSignal } from "@/lib/state/signal";
import { recents } from "./kept-recents";
import { lastWord } from "./last-word";

const Suggest = graphql(`
  query Suggest($search: String!) {
    tags(search: $search, first: 5) { name }
    collections(search: $search, first: 4) { nodes { id name path { name } } }
  }
`);

export type Suggestion =
  | { kind: "recent"; words: string }
  | { kind: "tag"; name: string; out: boolean }
  | { kind: "collection"; id: string; name: string; place: string };

/** Long enough for the next letter to come first. */
const PAUSE_MS = 150;
/** One letter suggests everything, and therefore nothing. */
const SHORTEST = 2;

/** What could be meant: earlier searches, then tags and collections for the word that is being typed. */
export function useSuggestions(text: string, active: boolean): Suggestion[] {
  const { word, out } = lastWord(text);
  const named = useNamed(active && word.length >= SHORTEST ? word : "");
  const begun = text.trim().toLowerCase();
  const earlier = useSignal(recents)
    .filter((one) => one.toLowerCase().startsWith(begun) && one.toLowerCase() !== begun)
    .map((words): Suggestion => ({ kind: "recent", words }));
  return [...earlier, ...named.map((one) => (one.kind === "tag" ? { ...one, out } : one))];
}

function useNamed(word: string): Suggestion[] {
  const { ask } = useServices();
  const [found, setFound] = useState<Suggestion[]>([]);
  useEffect(() => {
    let stale = false;
    const look = async (): Promise<Suggestion[]> => {
      if (word === "") return [];
      const { tags, collections } = await ask(Suggest, { search: word });
      return [
        ...tags.map(({ name }): Suggestion => ({ kind: "tag", name, out: false })),
        ...collections.nodes.map(({ id, name, path }): Suggestion => {
          return { kind: "collection", id, name, place: path.map((one) => one.name).join(" / ") };
        }),
      ];
    };
    const timer = setTimeout(
      // What cannot be read suggests nothing.
      () =>
        void look().then(
          (read) => stale || setFound(read),
          () => stale || setFound([]),
        ),
      word === "" ? 0 : PAUSE_MS,
    );
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [ask, word]);
  return found;
}
