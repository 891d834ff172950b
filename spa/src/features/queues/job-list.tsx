import { CircleStop, RotateCcw } from "lucide-react";
import { Link } from "react-router";
import { progressWords, shareDone } from "@/lib/format/progress";
import { instant } from "@/lib/format/words";
import { IconButton } from "@/ui/button";
import { Picture } from "@/ui/picture";
import type { Job } from "./operations";
import { causeName, kindName } from "./words";

type JobListProps = {
  jobs: readonly Job[];
  onCancel: (id: string) => void;
  /** Null where trying again cannot help. */
  onRetry: ((id: string) => void) | null;
};

const CAN_BE_CANCELLED = new Set<Job["state"]>(["QUEUED", "RUNNING", "RETRYING"]);
const CAN_BE_RETRIED = new Set<Job["state"]>(["DEAD", "CANCELLED"]);

/** Jobs, each with the file it is for, how far it is, and what can be done about it. */
export function JobList({ jobs, onCancel, onRetry }: JobListProps) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} onCancel={() => onCancel(job.id)} onRetry={onRetry && (() => onRetry(job.id))} />
      ))}
    </ul>
  );
}

function JobRow({ job, onCancel, onRetry }: { job: Job; onCancel: () => void; onRetry: (() => void) | null }) {
  const title = job.asset?.title ?? "A file that is gone";
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <span className="grid size-11 shrink-0 place-items-center overflow-hidden rounded-md bg-tile">
        {job.asset?.small && <Picture src={job.asset.small.url} alt="" className="size-full object-cover" />}
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">
          {job.asset ? (
            <Link to={`/asset/${job.asset.id}`} className="hover:underline">
              <bdi>{title}</bdi>
            </Link>
          ) : (
            title
          )}
        </p>
        <p className="text-sm text-ink-soft tabular-nums [overflow-wrap:anywhere]">{lineOf(job)}</p>
        {job.state === "RUNNING" && <Bar job={job} />}
      </div>
      {onRetry && CAN_BE_RETRIED.has(job.state) && (
        <IconButton icon={RotateCcw} label={`Try ${title} again`} onClick={onRetry} />
      )}
      {CAN_BE_CANCELLED.has(job.state) && <IconButton icon={CircleStop} label={`Cancel ${title}`} onClick={onCancel} />}
    </li>
  );
}

function lineOf(job: Job): string {
  const kind = kindName(job.kind);
  switch (job.state) {
    case "RUNNING":
      return job.progress ? progressWords(job.progress) : kind;
    case "RETRYING":
      return `${kind} · attempt ${job.attempts + 1}${job.error === null ? "" : ` · ${job.error}`}`;
    case "QUEUED":
      return Date.parse(job.dueAt) > Date.now()
        ? `${kind} · not before ${instant(job.dueAt)}`
        : `${kind} · since ${instant(job.queuedAt)}`;
    default:
      return `${kind} · ${job.error ?? causeName(job.cause ?? job.state)}`;
  }
}

function Bar({ job }: { job: Job }) {
  const { progress } = job;
  const share = progress && shareDone(progress);
  if (share === null) return null;
  return (
    <div
      role="progressbar"
      aria-label={kindName(job.kind)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * share)}
      className="mt-1.5 h-1 overflow-hidden rounded-full bg-sunken"
    >
      <div className="h-full bg-accent transition-[width] duration-500" style={{ width: `${100 * share}%` }} />
    </div>
  );
}
