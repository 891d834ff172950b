import { useEffect, useRef, useState } from "react";
import { withWords, type View } from "@/features/assets/list/view";
import type { ShowView } from "@/features/assets/use-viewing";
import { keepRecent } from "./kept-recents";

/** A letter that follows sooner is part of the same question. */
const REST_MS = 120;

/** What stands in the search field: the words of the address, or what is being typed ahead of them. */
export function useTyping(view: View, show: ShowView) {
  const [typed, setTyped] = useState<string | null>(null);
  const latest = useRef({ view, show });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The words that were sent from here; any others in the address come from elsewhere, and count more than what is typed.
  const sent = useRef(new Set<string>());
  useEffect(() => {
    latest.current = { view, show };
  });
  useEffect(() => {
    if (!sent.current.has(view.words)) setTyped(null);
  }, [view.words]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (text: string, settled: boolean): void => {
    clearTimeout(timer.current);
    const words = text.trim();
    sent.current = settled ? new Set([words]) : sent.current.add(words);
    latest.current.show(withWords(latest.current.view, words), settled ? "settled" : "typing");
  };
  const text = typed ?? view.words;
  return {
    text,
    /** Search once the typing rests, or at once. */
    type: (next: string, atOnce = false) => {
      setTyped(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => send(next, false), atOnce ? 0 : REST_MS);
    },
    /** Search for what is there and remember it. */
    settle: (words = text) => {
      setTyped(words);
      keepRecent(words);
      send(words, true);
    },
    /** Something else is shown: the field says what the address says. */
    reset: () => {
      clearTimeout(timer.current);
      setTyped(null);
    },
  };
}
