import { useId, useState, type KeyboardEvent } from "react";
import { count } from "@/lib/format/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { focusFirst } from "@/ui/focus-first";
import { Turning } from "@/ui/ring";
import { choicesFor, stepTo, type Choice } from "./picker-choices";
import { PickerOptions, optionId } from "./picker-options";
import { questionWords, thoseIn } from "./putting";
import { useLookup } from "./use-lookup";
import { usePutting, type Question } from "./use-putting";

type PickerProps = { ids: readonly string[]; onClose: () => void };

/** Asks which collection assets go into: looked up as one types, or made on the spot. */
export function CollectionPicker({ ids, onClose }: PickerProps) {
  const { choose, move, leave, question, trouble, busy } = usePutting(ids, onClose);
  return (
    <Dialog title={`Add ${count(ids.length, "item")} to a collection`} onClose={onClose}>
      {trouble !== null && (
        <p role="alert" className="mb-3 rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
          {trouble}
        </p>
      )}
      {question ? (
        <MoveQuestion question={question} busy={busy} onMove={() => move(question)} onLeave={() => leave(question)} />
      ) : (
        <Lookup busy={busy} onChoose={choose} />
      )}
    </Dialog>
  );
}

function Lookup({ busy, onChoose }: { busy: boolean; onChoose: (choice: Choice) => void }) {
  const list = useId();
  const [words, setWords] = useState("");
  const [pointed, setPointed] = useState(0);
  const { answer, trouble, look } = useLookup(words);
  const choices = choicesFor(answer?.found ?? [], answer ? words : "");
  const at = Math.min(pointed, choices.length - 1);
  const take = async (): Promise<void> => {
    // Enter pressed before the answer was there means what these words find, not what earlier ones found.
    const fresh = answer?.words === words ? null : await look(words);
    const choice = fresh ? choicesFor(fresh.found, words)[0] : answer?.words === words ? choices[at] : undefined;
    if (choice) onChoose(choice);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = stepTo(event.key, at, choices.length);
    if (event.nativeEvent.isComposing || (next === null && event.key !== "Enter")) return;
    event.preventDefault();
    if (next !== null) setPointed(next);
    else if (!busy) void take();
  };
  return (
    <div aria-busy={busy}>
      <input
        ref={focusFirst}
        role="combobox"
        aria-label="Find or name a collection"
        aria-expanded={choices.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 ? optionId(list, at) : undefined}
        placeholder="Find or name a collection"
        autoComplete="off"
        maxLength={200}
        value={words}
        onChange={({ currentTarget }) => {
          setWords(currentTarget.value);
          setPointed(0);
        }}
        onKeyDown={onKeyDown}
        className="h-11 w-full rounded-md border border-line-strong bg-raised px-3 text-base outline-offset-0 placeholder:text-ink-faint"
      />
      {trouble !== null && (
        <p role="alert" className="mt-3 text-sm text-bad">
          {trouble}
        </p>
      )}
      <PickerOptions
        id={list}
        choices={choices}
        at={at}
        onPoint={setPointed}
        onChoose={(one) => !busy && onChoose(one)}
      />
      <p role="status" className="sr-only">
        {answer && (choices.length === 0 ? "There are no collections yet" : `${choices.length} to choose from`)}
      </p>
      {answer === null && trouble === null && (
        <div className="grid h-24 place-items-center">
          <Turning label="Reading the collections" />
        </div>
      )}
      {answer?.found.length === 0 && words.trim() === "" && (
        <p className="py-6 text-center text-sm text-ink-soft">There is no collection yet. Type a name to make one.</p>
      )}
    </div>
  );
}

type QuestionProps = { question: Question; busy: boolean; onMove: () => void; onLeave: () => void };

/** An item is in one exclusive collection at most: does it move? */
function MoveQuestion({ question: { target, other, rest, before }, busy, onMove, onLeave }: QuestionProps) {
  const inOther = other ? thoseIn(before, rest, other.id).length : 0;
  return (
    <div role="alert">
      <p className="text-base text-pretty [overflow-wrap:anywhere]">
        {questionWords(inOther, rest.length, other?.name ?? null)}
      </p>
      <p className="mt-2 text-base [overflow-wrap:anywhere]">{`Move to “${target.name}”?`}</p>
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button look="quiet" disabled={busy} onClick={onLeave}>
          {rest.length === 1 ? "Leave it" : "Leave them"}
        </Button>
        <Button ref={(element) => element?.focus()} look="primary" disabled={busy} onClick={onMove}>
          Move here
        </Button>
      </div>
    </div>
  );
}
