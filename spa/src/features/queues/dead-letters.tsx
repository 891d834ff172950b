import { ChevronDown, RotateCcw } from "lucide-react";
import { useState } from "react";
import { count } from "@/lib/format/words";
import { Button } from "@/ui/button";
import { cx } from "@/ui/class-names";
import { JobList } from "./job-list";
import type { DeadLetters } from "./operations";
import { useJobs } from "./use-jobs";
import { causeName, kindName } from "./words";

type Acts = { onCancel: (id: string) => void; onRetry: (id: string) => void };
type LettersProps = Acts & { letters: readonly DeadLetters[]; onRetryAll: (letters: DeadLetters) => void };

/** What could not be done, by cause: why, how many, and one button for all where trying again can help. */
export function DeadLetterGroups({ letters, onRetryAll, ...acts }: LettersProps) {
  return (
    <ul className="flex flex-col gap-3">
      {letters.map((group) => (
        <Group key={`${group.kind} ${group.cause}`} group={group} onRetryAll={() => onRetryAll(group)} {...acts} />
      ))}
    </ul>
  );
}

function Group({ group, onRetryAll, ...acts }: Acts & { group: DeadLetters; onRetryAll: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <li className="rounded-lg border border-line bg-raised">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium">
            {causeName(group.cause)}
            <span className="ml-2 text-sm font-normal text-ink-soft tabular-nums">
              {`${count(group.count, "file")}, ${kindName(group.kind).toLowerCase()}`}
            </span>
          </p>
          <p className="text-sm text-pretty text-ink-soft [overflow-wrap:anywhere]">{group.message}</p>
        </div>
        {group.retryable && (
          <Button icon={RotateCcw} onClick={onRetryAll}>
            {group.count === 1 ? "Try again" : "Try all again"}
          </Button>
        )}
        <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide" : "Show"}
          <ChevronDown size={16} aria-hidden className={cx("transition-transform", open && "rotate-180")} />
        </Button>
      </div>
      {open && (
        <div className="border-t border-line p-3">
          <Members group={group} {...acts} />
        </div>
      )}
    </li>
  );
}

function Members({ group, onCancel, onRetry }: Acts & { group: DeadLetters }) {
  const { jobs, more, readMore } = useJobs({ state: ["DEAD"], kind: [group.kind], cause: [group.cause] });
  if (!jobs) return null;
  return (
    <>
      <JobList jobs={jobs} onCancel={onCancel} onRetry={group.retryable ? onRetry : null} />
      {more && (
        <Button look="quiet" className="mt-2" onClick={readMore}>
          Show more
        </Button>
      )}
    </>
  );
}
