import { CircleAlert, CircleCheck, CircleDashed, CircleDot, type LucideIcon } from "lucide-react";
import { cx } from "@/ui/class-names";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";

type Job = AssetDetail["jobs"][number];

const STATES: Record<Job["state"], { icon: LucideIcon; words: string; colour: string }> = {
  QUEUED: { icon: CircleDashed, words: "waiting its turn", colour: "text-ink-faint" },
  RUNNING: { icon: CircleDot, words: "under way", colour: "text-accent" },
  RETRYING: { icon: CircleDot, words: "trying again", colour: "text-warn" },
  DONE: { icon: CircleCheck, words: "done", colour: "text-good" },
  DEAD: { icon: CircleAlert, words: "stopped", colour: "text-bad" },
  CANCELLED: { icon: CircleDashed, words: "cancelled", colour: "text-ink-faint" },
};

/** What the server did, does and will do with a file. */
export function Steps({ jobs }: { jobs: readonly Job[] }) {
  return (
    <section className="mt-7">
      <h3 className="mb-2 text-sm font-semibold">Preparation</h3>
      <ul className="flex flex-col text-sm">
        {jobs.map((job) => (
          <Step key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function Step({ job }: { job: Job }) {
  const { icon: Icon, words, colour } = STATES[job.state];
  const { progress } = job;
  const share =
    progress && progress.total > 0 ? `, ${progress.step} ${Math.round((progress.done / progress.total) * 100)} %` : "";
  return (
    <li className="flex gap-2.5 border-t border-line py-2">
      <Icon size={16} className={cx("mt-0.5 shrink-0", colour)} aria-hidden />
      <div className="min-w-0">
        <p>
          {nameOf(job.kind)}
          <span className="text-ink-faint">{` ${words}${job.state === "RUNNING" ? share : ""}`}</span>
        </p>
        {job.error && job.state !== "DONE" && (
          <p className="mt-0.5 text-ink-soft [overflow-wrap:anywhere]">{job.error}</p>
        )}
      </div>
    </li>
  );
}

/** "renditions.render_missing" reads as "Render missing". */
function nameOf(kind: string): string {
  const words = (kind.split(".").at(-1) ?? kind).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
