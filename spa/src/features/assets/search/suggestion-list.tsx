import { Clock, FolderOpen, Tag, X, type LucideIcon } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "@/ui/class-names";
import type { Suggestion } from "./use-suggestions";

type ListProps = {
  id: string;
  suggestions: readonly Suggestion[];
  at: number;
  onPoint: (at: number) => void;
  onChoose: (suggestion: Suggestion) => void;
  onForget: (words: string) => void;
};

const ICONS: Record<Suggestion["kind"], LucideIcon> = { recent: Clock, tag: Tag, collection: FolderOpen };
const HEADINGS: Record<Suggestion["kind"], string> = {
  recent: "Recent searches",
  tag: "Tags",
  collection: "Collections",
};

/** The id of one suggestion, for the field that points at it. */
export const suggestionId = (list: string, at: number): string => `${list}-${at}`;

/** What could be meant, under the search field, which keeps the focus and hears the keys. */
export function SuggestionList({ id, suggestions, at, onPoint, onChoose, onForget }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at >= 0) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Suggestions"
      tabIndex={-1}
      // The focus stays where one types.
      onPointerDown={(event) => event.preventDefault()}
      className="scroller absolute inset-x-0 top-full z-40 mt-1.5 max-h-[min(26rem,60dvh)] animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1.5 shadow-float max-sm:inset-x-2"
    >
      {suggestions.map((suggestion, index) => (
        <div key={keyOf(suggestion)} role="presentation">
          {suggestion.kind !== suggestions[index - 1]?.kind && (
            <p role="presentation" className="px-2.5 pt-2 pb-1 text-xs text-ink-faint">
              {HEADINGS[suggestion.kind]}
            </p>
          )}
          {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above hears the keys for all of these */}
          <div
            id={suggestionId(id, index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onPointerMove={() => onPoint(index)}
            onClick={() => onChoose(suggestion)}
            className={cx(
              "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md pl-2.5 text-sm touch:min-h-11",
              index === at && "bg-accent-wash",
            )}
          >
            <Words suggestion={suggestion} />
            {suggestion.kind === "recent" && <Forget words={suggestion.words} onForget={onForget} />}
          </div>
        </div>
      ))}
    </div>
  );
}

const keyOf = (one: Suggestion): string =>
  one.kind === "recent" ? `r ${one.words}` : one.kind === "tag" ? `t ${one.name}` : `c ${one.id}`;

function Words({ suggestion }: { suggestion: Suggestion }) {
  const Icon = ICONS[suggestion.kind];
  return (
    <>
      <Icon size={16} strokeWidth={1.8} className="shrink-0 text-ink-soft" aria-hidden />
      <span className="min-w-0 flex-1 truncate">
        {suggestion.kind === "tag" && suggestion.out && <span className="text-ink-faint">not </span>}
        <bdi>{suggestion.kind === "recent" ? suggestion.words : suggestion.name}</bdi>
        {suggestion.kind === "collection" && suggestion.place !== "" && (
          <bdi className="ml-2 text-ink-faint">{suggestion.place}</bdi>
        )}
      </span>
    </>
  );
}

/** For a pointer; the Delete key does the same for the one that is pointed at. */
function Forget({ words, onForget }: { words: string; onForget: (words: string) => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Forget “${words}”`}
      title="Forget this search (Delete)"
      onClick={(event) => {
        event.stopPropagation();
        onForget(words);
      }}
      className="grid size-9 shrink-0 place-items-center rounded-md text-ink-faint hover:text-ink touch:size-11"
    >
      <X size={14} aria-hidden />
    </button>
  );
}
