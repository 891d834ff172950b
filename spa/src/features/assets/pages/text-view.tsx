import { useEffect, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { Turning } from "@/ui/ring";
import { DocumentText } from "./operations";

type Words = { kind: "read"; text: string | null } | { kind: "wrong"; words: string };

/** The words of a document alone: to be read aloud, copied, or read on a small screen. */
export function TextView({ id, title }: { id: string; title: string }) {
  const { ask } = useServices();
  const [words, setWords] = useState<Words | null>(null);
  useEffect(() => {
    let here = true;
    ask(DocumentText, { id })
      .then(({ asset }): Words => ({ kind: "read", text: asset?.document?.text ?? null }))
      .catch((error: unknown): Words => ({ kind: "wrong", words: wordsFor(error) }))
      .then((answer) => here && setWords(answer), Promise.reject.bind(Promise));
    return () => void (here = false);
  }, [ask, id]);
  return (
    <article
      aria-label={`Words of ${title}`}
      // A text that scrolls has to be reachable by keys.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="scroller absolute inset-0 overflow-auto px-5 pt-8 pb-24 outline-offset-[-2px]"
    >
      <div className="mx-auto max-w-[68ch] text-base leading-relaxed whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
        {words === null && <Turning label="Reading" />}
        {words?.kind === "wrong" && <p role="alert">{words.words}</p>}
        {words?.kind === "read" &&
          (words.text ?? (
            <p className="text-ink-soft">This document has no words that can be read: its pages are pictures.</p>
          ))}
      </div>
    </article>
  );
}
