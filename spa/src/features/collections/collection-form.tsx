import { useId, useState, type SubmitEvent } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { Button } from "@/ui/button";
import { focusFirst } from "@/ui/focus-first";
import { TextField } from "@/ui/text-field";

/** What a person says of a collection. */
export type Said = { name: string; description: string | null; exclusive: boolean };
export type Refused = { message: string; field: string | null };

type FormProps = {
  before: Said;
  verb: string;
  /** Closes the form where it succeeds; a refusal is shown at its field. */
  save: (said: Said) => Promise<Refused | null>;
  onClose: () => void;
};

/** What a collection is called, what is said about it, and whether an item may be in another one, too. */
export function CollectionForm({ before, verb, save, onClose }: FormProps) {
  const [refused, setRefused] = useState<Refused | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const answer = await save(saidIn(event.currentTarget)).catch((error: unknown) => asRefused(wordsFor(error)));
    setBusy(false);
    setRefused(answer);
  };
  const troubleAt = (field: string): string | null => (refused?.field === field ? refused.message : null);
  const elsewhere = refused !== null && !FIELDS.includes(refused.field ?? "");
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        ref={focusFirst}
        label="Name"
        name="name"
        required
        maxLength={200}
        autoComplete="off"
        defaultValue={before.name}
        trouble={troubleAt("name")}
      />
      <TextField
        label="Description"
        name="description"
        maxLength={10_000}
        autoComplete="off"
        hint="Not needed: a line about what belongs in here."
        defaultValue={before.description ?? ""}
        trouble={troubleAt("description")}
      />
      <Exclusive checked={before.exclusive} trouble={troubleAt("exclusive")} />
      {elsewhere && (
        <p role="alert" className="rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
          {refused.message}
        </p>
      )}
      <div className="mt-2 flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? "Saving…" : verb}
        </Button>
      </div>
    </form>
  );
}

const FIELDS = ["name", "description", "exclusive"];

function Exclusive({ checked, trouble }: { checked: boolean; trouble: string | null }) {
  const id = useId();
  return (
    <div>
      <div className="flex gap-3">
        <input
          id={id}
          type="checkbox"
          name="exclusive"
          defaultChecked={checked}
          aria-describedby={`${id}-below`}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <div>
          <label htmlFor={id} className="block cursor-pointer text-sm font-medium">
            An item can be in only one such collection
          </label>
          <p id={`${id}-below`} className="text-sm text-ink-soft">
            As in a folder: adding it to another collection of this kind moves it there. Off, it may be in as many as
            you like.
          </p>
        </div>
      </div>
      {trouble !== null && (
        <p role="alert" className="mt-1.5 text-sm text-bad">
          {trouble}
        </p>
      )}
    </div>
  );
}

const asRefused = (message: string): Refused => ({ message, field: null });

function saidIn(form: HTMLFormElement): Said {
  const data = new FormData(form);
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  return { name: text("name"), description: text("description") || null, exclusive: data.has("exclusive") };
}
