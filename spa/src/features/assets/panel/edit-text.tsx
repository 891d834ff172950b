import { Pencil } from "lucide-react";
import { useRef, useState, type KeyboardEvent } from "react";
import { cx } from "@/ui/class-names";

type EditTextProps = {
  /** What it is called: "title". */
  name: string;
  value: string;
  /** Said where there is no text yet. */
  invitation: string;
  limit: number;
  /** Keep a text; returns what is wrong with it, null once it is kept. */
  onSave: (text: string) => Promise<string | null>;
  /** Of many lines, where Enter begins another one. */
  long?: boolean;
  className?: string | undefined;
};

/** Words that become a field when they are chosen: Enter or leaving it keeps them, Escape does not. */
export function EditText({ name, value, invitation, onSave, className, ...field }: EditTextProps) {
  const [writing, setWriting] = useState(false);
  const words = useRef<HTMLButtonElement>(null);
  const done = (): void => {
    setWriting(false);
    requestAnimationFrame(() => words.current?.focus());
  };
  if (writing)
    return <Field name={name} value={value} onSave={onSave} onDone={done} className={className} {...field} />;
  return (
    <button
      ref={words}
      type="button"
      aria-label={value === "" ? invitation : `Edit the ${name}: ${value}`}
      onClick={() => setWriting(true)}
      className={cx(
        "group -mx-1.5 flex w-[calc(100%+0.75rem)] items-start gap-2 rounded-sm px-1.5 py-0.5 text-left hover:bg-hover",
        className,
      )}
    >
      <bdi
        className={cx("min-w-0 flex-1 whitespace-pre-line [overflow-wrap:anywhere]", value === "" && "text-ink-faint")}
      >
        {value === "" ? invitation : value}
      </bdi>
      <Pencil
        size={14}
        aria-hidden
        className="mt-1 shrink-0 text-ink-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
      />
    </button>
  );
}

/** The person chose these words to change them. */
function selectAll(field: HTMLTextAreaElement | null): void {
  field?.focus();
  field?.select();
}

type FieldProps = Omit<EditTextProps, "invitation"> & { onDone: () => void };

function Field({ name, value, limit, onSave, onDone, long = false, className }: FieldProps) {
  const [draft, setDraft] = useState(value);
  const [trouble, setTrouble] = useState<string | null>(null);
  const given = useRef(false);
  const keep = async (): Promise<void> => {
    if (given.current) return;
    given.current = true;
    const wrong = draft.trim() === value ? null : await onSave(draft.trim());
    given.current = false;
    if (wrong === null) onDone();
    else setTrouble(wrong);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape") {
      given.current = true;
      onDone();
    } else if (event.key === "Enter" && (!long || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void keep();
    }
  };
  return (
    <div>
      <textarea
        aria-label={name}
        aria-invalid={trouble !== null}
        ref={selectAll}
        rows={long ? 4 : 1}
        maxLength={limit}
        value={draft}
        onChange={({ target }) => setDraft(long ? target.value : target.value.replace(/\n/g, " "))}
        onKeyDown={onKeyDown}
        onBlur={() => void keep()}
        className={cx(
          "-mx-1.5 block field-sizing-content w-[calc(100%+0.75rem)] resize-none rounded-sm border bg-raised px-1.5 py-0.5",
          trouble === null ? "border-line-strong" : "border-bad",
          className,
        )}
      />
      {trouble !== null && (
        <p role="alert" className="mt-1 text-sm text-bad">
          {trouble}
        </p>
      )}
    </div>
  );
}
