import { Check } from "lucide-react";
import { useId, type CSSProperties } from "react";
import { Link } from "react-router";
import { count } from "@/lib/format/words";
import { Button } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { Picture } from "@/ui/picture";
import { comparison, nameParts } from "./compare";
import type { Group, Twin } from "./operations";

type GroupProps = {
  group: Group;
  chosen: string;
  onChoose: (id: string) => void;
  onKeep: () => void;
  onKeepAll: () => void;
};

/** Pictures side by side with what they say of themselves; the marked words are those in which they differ. */
export function DuplicateGroup({ group: { id, assets, assetCount }, chosen, onChoose, onKeep, onKeepAll }: GroupProps) {
  const name = useId();
  const rows = comparison(assets);
  const columns = { "--twins": Math.min(assets.length, 4) } as CSSProperties;
  return (
    <section
      data-group={id}
      aria-label={`${assets.length} that look alike: ${assets[0]?.title ?? ""}`}
      className="rounded-lg border border-line bg-raised p-4 sm:p-5"
    >
      <div
        role="radiogroup"
        aria-label="Which one to keep"
        className="grid grid-cols-2 gap-x-3 gap-y-5 sm:grid-cols-[repeat(var(--twins),minmax(0,1fr))] sm:gap-x-5"
        style={columns}
      >
        {assets.map((twin, at) => (
          <div key={twin.id} className="flex min-w-0 flex-col gap-3">
            <Choice
              {...{ twin, name }}
              number={at + 1}
              checked={twin.id === chosen}
              onChoose={() => onChoose(twin.id)}
            />
            <Name twin={twin} others={assets.filter((other) => other !== twin).map(({ filename }) => filename)} />
            <dl className="flex flex-col gap-1.5 text-sm">
              {rows.map(({ name: of, values, best, differs }) => (
                <div key={of} className="grid gap-x-3 lg:grid-cols-[7rem_1fr]">
                  <dt className="text-ink-faint">{of}</dt>
                  <dd
                    className={cx(
                      "tabular-nums [overflow-wrap:anywhere]",
                      differs ? "font-medium" : "text-ink-soft",
                      best[at] && "text-good",
                    )}
                  >
                    {values[at]}
                    {best[at] && <span className="sr-only"> (the most)</span>}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
      <footer className="mt-5 flex flex-wrap items-center gap-2 border-t border-line pt-4">
        <Button look="primary" icon={Check} onClick={onKeep}>
          Keep this one
        </Button>
        <Button onClick={onKeepAll}>Keep all</Button>
        <p className="ml-1 text-sm text-ink-faint max-sm:basis-full">
          {assets.length === 2
            ? "The other one moves to the trash; its tags go over to the one you keep."
            : "The others move to the trash; their tags go over to the one you keep."}
          {assetCount > assets.length &&
            ` ${count(assetCount - assets.length, "more is", "more are")} not shown, and stay.`}
        </p>
      </footer>
    </section>
  );
}

type ChoiceProps = { twin: Twin; name: string; number: number; checked: boolean; onChoose: () => void };

function Choice({ twin, name, number, checked, onChoose }: ChoiceProps) {
  const shown = twin.medium ?? twin.small;
  return (
    <label
      className={cx(
        "relative grid h-44 cursor-pointer place-items-center overflow-hidden rounded-md bg-sunken outline-2 outline-offset-2 has-focus-visible:outline-accent sm:h-72",
        checked ? "outline-accent" : "outline-transparent hover:outline-line-strong",
      )}
    >
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onChoose}
        aria-label={`Keep ${twin.filename}`}
        className="sr-only"
      />
      {shown && <Picture src={shown.url} alt="" className="size-full object-contain" />}
      <span
        aria-hidden
        className={cx(
          "absolute top-2 left-2 grid size-7 place-items-center rounded-full text-sm font-medium tabular-nums",
          checked ? "bg-accent text-accent-ink" : "bg-scrim text-on-picture",
        )}
      >
        {checked ? <Check size={16} strokeWidth={2.5} /> : number}
      </span>
    </label>
  );
}

/** The file name, with what the others have otherwise marked; it leads to the file itself. */
function Name({ twin, others }: { twin: Twin; others: readonly string[] }) {
  return (
    <Link to={`/asset/${twin.id}`} className="font-medium [overflow-wrap:anywhere] hover:underline">
      <bdi>
        {nameParts(twin.filename, others).map(({ text, differs }, at) =>
          differs ? (
            <mark key={at} className="rounded-sm bg-accent-wash text-ink">
              {text}
            </mark>
          ) : (
            <span key={at}>{text}</span>
          ),
        )}
      </bdi>
    </Link>
  );
}
