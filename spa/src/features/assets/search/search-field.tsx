import { ArrowLeft, Search, X } from "lucide-react";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { flushSync } from "react-dom";
import { useNavigate } from "react-router";
import { collectionAddress } from "@/lib/collections/address";
import { choose, isChosen } from "@/features/assets/list/choices";
import { withWords, type View } from "@/features/assets/list/view";
import type { ShowView } from "@/features/assets/use-viewing";
import { IconButton } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { usePageKey } from "@/ui/use-page-key";
import { forgetRecent } from "./kept-recents";
import { lastWord } from "./last-word";
import { SuggestionList, suggestionId } from "./suggestion-list";
import { useSuggestions, type Suggestion } from "./use-suggestions";
import { useTyping } from "./use-typing";

type FieldProps = {
  view: View;
  show: ShowView;
  /** What the place is called that is searched in: "Holiday"; null for the whole library. */
  place: string | null;
};

/** The search field: results follow the typing, suggestions stand beneath it. On a phone it opens from its icon. */
export function SearchField({ view, show, place }: FieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [opened, setOpened] = useState(false);
  const open = (): void => {
    // A phone shows its keyboard only for a field that is focused while the finger is still heard.
    flushSync(() => setOpened(true));
    input.current?.focus();
    input.current?.select();
  };
  usePageKey("/", open);
  return (
    <>
      <IconButton icon={Search} label="Search" onClick={open} className="sm:hidden" />
      <search
        className={cx(
          "relative min-w-36 flex-1 sm:max-w-xl",
          opened
            ? "max-sm:absolute max-sm:inset-x-0 max-sm:top-0 max-sm:z-30 max-sm:h-14 max-sm:flex max-sm:items-center max-sm:gap-1 max-sm:bg-paper max-sm:px-2"
            : "max-sm:hidden",
        )}
      >
        <IconButton icon={ArrowLeft} label="Close the search" onClick={() => setOpened(false)} className="sm:hidden" />
        <Combobox input={input} view={view} show={show} place={place} onLeave={() => setOpened(false)} />
      </search>
    </>
  );
}

type ComboboxProps = FieldProps & { input: React.RefObject<HTMLInputElement | null>; onLeave: () => void };

function Combobox({ input, view, show, place, onLeave }: ComboboxProps) {
  const list = useId();
  const navigate = useNavigate();
  const { text, type, settle, reset } = useTyping(view, show);
  const [active, setActive] = useState(false);
  const [pointed, setPointed] = useState(-1);
  const suggestions = useSuggestions(text, active);
  const at = Math.min(pointed, suggestions.length - 1);
  const expanded = active && suggestions.length > 0;
  const label = `Search in ${place ?? (view.trashed ? "the trash" : "the library")}`;
  const write = (next: string, atOnce?: boolean): void => {
    setPointed(-1);
    setActive(true);
    type(next, atOnce);
  };
  const take = (one: Suggestion): void => {
    setPointed(-1);
    if (one.kind === "recent") return settle(one.words);
    reset();
    if (one.kind === "collection") return void navigate(collectionAddress(one.id));
    const rest = withWords(view, lastWord(text).before.trim());
    const way = one.out ? "not" : "has";
    show(isChosen(rest, way, "tag", one.name) ? rest : choose(rest, way, "tag", one.name));
  };
  const leave = (): void => {
    input.current?.blur();
    onLeave();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const one = suggestions[at];
    const act: Record<string, () => void> = {
      ArrowDown: () => (active ? setPointed(at + 1 < suggestions.length ? at + 1 : -1) : setActive(true)),
      ArrowUp: () => setPointed(at < 0 ? suggestions.length - 1 : at - 1),
      Enter: () => (one && expanded ? take(one) : leave()),
      Escape: () => (text === "" ? leave() : write("", true)),
      ...(one?.kind === "recent" && { Delete: () => forgetRecent(one.words) }),
    };
    const action = Object.hasOwn(act, event.key) ? act[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  return (
    <>
      <span className="relative block flex-1">
        <Search
          size={16}
          strokeWidth={1.9}
          className="pointer-events-none absolute top-1/2 left-3.5 -translate-y-1/2 text-ink-faint"
          aria-hidden
        />
        <input
          ref={input}
          type="text"
          inputMode="search"
          enterKeyHint="search"
          role="combobox"
          aria-label={label}
          aria-expanded={expanded}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={expanded && at >= 0 ? suggestionId(list, at) : undefined}
          aria-keyshortcuts="/"
          placeholder={label}
          autoComplete="off"
          spellCheck={false}
          maxLength={500}
          value={text}
          onFocus={() => setActive(true)}
          onBlur={() => {
            setActive(false);
            setPointed(-1);
            settle();
            onLeave();
          }}
          onChange={({ currentTarget }) => write(currentTarget.value)}
          onKeyDown={onKeyDown}
          className="peer h-10 w-full rounded-full bg-sunken pr-10 pl-10 text-base text-ellipsis outline-offset-0 placeholder:text-ink-faint hover:bg-hover focus:bg-raised touch:h-11"
        />
        {text === "" ? (
          <kbd className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 rounded-sm border border-line px-1.5 font-sans text-xs text-ink-faint peer-focus:hidden touch:hidden">
            /
          </kbd>
        ) : (
          <IconButton
            icon={X}
            label="Clear the search"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => write("", true)}
            className="absolute top-1/2 right-0.5 -translate-y-1/2"
          />
        )}
      </span>
      {expanded && (
        <SuggestionList
          id={list}
          suggestions={suggestions}
          at={at}
          onPoint={setPointed}
          onChoose={take}
          onForget={forgetRecent}
        />
      )}
    </>
  );
}
