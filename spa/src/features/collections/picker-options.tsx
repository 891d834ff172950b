import { FolderOpen, Plus } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "@/ui/class-names";
import type { Choice } from "./picker-choices";
import { contentsWords, placeWords } from "./words";

/** The id of one option in a list, for the field that points at it. */
export const optionId = (list: string, at: number): string => `${list}-${at}`;

type OptionsProps = {
  id: string;
  choices: readonly Choice[];
  at: number;
  onPoint: (at: number) => void;
  onChoose: (choice: Choice) => void;
};

/** What can be chosen, each with where it lies; the field above keeps the focus and hears the keys. */
export function PickerOptions({ id, choices, at, onPoint, onChoose }: OptionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at, choices.length]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Collections"
      className="scroller -mx-2 mt-3 max-h-[min(22rem,45dvh)] overflow-y-auto empty:hidden"
    >
      {choices.map((choice, index) => (
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the field above hears the keys for all of these
        <div
          key={choice.kind === "new" ? "new" : choice.collection.id}
          id={optionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          onPointerMove={() => onPoint(index)}
          // The focus stays where one types.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice)}
          className={cx(
            "flex min-h-12 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5",
            index === at && "bg-accent-wash",
          )}
        >
          <Words choice={choice} />
        </div>
      ))}
    </div>
  );
}

function Words({ choice }: { choice: Choice }) {
  const Icon = choice.kind === "new" ? Plus : FolderOpen;
  return (
    <>
      <Icon size={18} strokeWidth={1.7} className="shrink-0 text-ink-soft" aria-hidden />
      {choice.kind === "new" ? (
        <span className="min-w-0 truncate text-base font-medium">
          Create “<bdi>{choice.name}</bdi>”
        </span>
      ) : (
        <span className="min-w-0">
          <bdi className="block truncate text-left text-base font-medium">{choice.collection.name}</bdi>
          <span className="block truncate text-sm text-ink-faint">
            {[placeWords(choice.collection.path), contentsWords(choice.collection)].filter(Boolean).join(" · ")}
          </span>
        </span>
      )}
    </>
  );
}
