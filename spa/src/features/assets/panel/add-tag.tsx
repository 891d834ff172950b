import { Plus } from "lucide-react";
import { useEffect, useId, useState, type KeyboardEvent } from "react";
import { useServices } from "@/lib/services";
import { edit, namesIn, tagNames } from "./editing";

// Long enough for the next letter to come first.
const PAUSE_MS = 150;

/** A line to write tags in; those of the library are suggested. Several are set apart by commas. */
export function AddTag({ asset }: { asset: string }) {
  const services = useServices();
  const list = useId();
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState<string | null>(null);
  const suggested = useSuggestions(namesIn(text).at(-1) ?? "");
  const add = async (): Promise<void> => {
    const names = namesIn(text);
    if (names.length === 0) return;
    const wrong = await edit(services, asset, { addTags: names });
    setTrouble(wrong);
    if (wrong === null) setText("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Enter") void add();
    if (event.key === "Escape") setText("");
  };
  return (
    <>
      <label className="mt-2 flex h-9 items-center gap-2 rounded-md border border-line px-2.5 text-sm focus-within:border-line-strong">
        <Plus size={14} aria-hidden className="shrink-0 text-ink-faint" />
        <input
          aria-label="Add a tag"
          aria-invalid={trouble !== null}
          placeholder="Add a tag"
          list={list}
          value={text}
          enterKeyHint="done"
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
          className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-faint"
        />
      </label>
      <datalist id={list}>
        {suggested.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {trouble !== null && (
        <p role="alert" className="mt-1 text-sm text-bad">
          {trouble}
        </p>
      )}
    </>
  );
}

/** Tags that contain what is being written; a failure suggests none. */
function useSuggestions(text: string): string[] {
  const services = useServices();
  const [names, setNames] = useState<string[]>([]);
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      const found = text === "" ? Promise.resolve([]) : tagNames(services, text).catch(() => []);
      void found.then((read) => stale || setNames(read));
    }, PAUSE_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [services, text]);
  return names;
}
