import { useCallback, useEffect, useRef, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { FindCollections, type Found } from "./operations";

/** A person who types on is not done. */
const REST_MS = 160;

/** What was found, and the words it was found for. */
export type Answer = { words: string; found: readonly Found[] };

/** Collections looked up as a person types: once the typing rests, and only the newest answer counts. */
export function useLookup(words: string) {
  const { ask } = useServices();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const latest = useRef(0);
  const look = useCallback(
    async (asked: string): Promise<Answer | null> => {
      const turn = ++latest.current;
      try {
        const { collections } = await ask(FindCollections, { search: asked.trim() || null });
        if (turn !== latest.current) return null;
        const fresh = { words: asked, found: collections.nodes };
        setAnswer(fresh);
        setTrouble(null);
        return fresh;
      } catch (error) {
        if (turn === latest.current) setTrouble(wordsFor(error));
        return null;
      }
    },
    [ask],
  );
  useEffect(() => {
    const timer = setTimeout(() => void look(words), words === "" ? 0 : REST_MS);
    return () => clearTimeout(timer);
  }, [look, words]);
  return { answer, trouble, look };
}
