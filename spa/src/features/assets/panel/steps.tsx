import { CircleAlert, CircleCheck, CircleDashed, CircleDot, type LucideIcon } from "lucide-react";
import { remaining } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import { cx } from "@/ui/class-names";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import { preparationOf } from "@/features/assets/viewer/preparation";

type Job = AssetDetail["jobs"][number];

const STATES: Record<Job["state"], { icon: LucideIcon; words: string; colour: string }> = {
  QUEUED: { icon: CircleDashed, words: "waiting its turn", colour: "text-ink-faint" },
  RUNNING: { icon: CircleDot, words: "under way", colour: "text-accent" },
  RETRYING: { icon: CircleDot, words: "trying again", colour: "text-warn" },
  DONE: { icon: CircleCheck, words: "done", colour: "text-good" },
  DEAD: { icon: CircleAlert, words: "stopped", colour: "text-bad" },
  CANCELLED: { icon: CircleDashed, words: "cancelled", colour: "text-ink-faint" },
};

/** Each job in the words of whoever looks at the asset. */
const NAMES: Record<string, string> = {
  "uploads.receive": "Received and checked",
  "pictures.preview": "Previews",
  "pictures.optimise": "Smaller previews",
  "films.ladder": "Film for the web",
  "sounds.web_copy": "Sound for the web",
  "documents.pages": "First pages",
  "documents.rest": "All other pages",
  "duplicates.compare": "Compared with the others",
  "renditions.custom": "Rendition to order",
};

/** What the server did, does and will do with a file. */
export function Steps({ id, jobs }: { id: string; jobs: readonly Job[] }) {
  return (
    <section className="mt-4 border-t border-line pt-4">
      <h3 className="mb-1.5 text-sm font-semibold">Preparation</h3>
      <ul className="flex flex-col text-sm">
        {jobs.map((job) => (
          <Step key={job.id} id={id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function Step({ id, job }: { id: string; job: Job }) {
  const { library } = useServices();
  const live = useKeyed(library.work, job.state === "RUNNING" ? id : undefined);
  const { icon: Icon, words, colour } = STATES[job.state];
  const told = job.state === "RUNNING" && (live ?? job.progress) ? preparationOf(live, [job]).words : null;
  return (
    <li className="flex gap-2.5 py-1.5">
      <Icon size={16} className={cx("mt-0.5 shrink-0", colour)} aria-hidden />
      <div className="min-w-0">
        <p className="tabular-nums">
          {NAMES[job.kind] ?? nameOf(job.kind)}
          <span className="text-ink-faint">{` ${told ?? `${words}${lastingWords(job)}`}`}</span>
        </p>
        {job.error && job.state !== "DONE" && (
          <p className="mt-0.5 text-ink-soft [overflow-wrap:anywhere]">{job.error}</p>
        )}
      </div>
    </li>
  );
}

/** " in 12 s", for what took long enough to be wondered about. */
function lastingWords({ state, startedAt, finishedAt }: Job): string {
  if (state !== "DONE" || !startedAt || !finishedAt) return "";
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return seconds < 1 ? "" : ` in ${remaining(seconds)}`;
}

/** "renditions.render_missing" reads as "Render missing". */
function nameOf(kind: string): string {
  const words = (kind.split(".").at(-1) ?? kind).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
