import { count, remaining } from "@/lib/format/words";
import { cx } from "@/ui/class-names";
import type { QueueNow } from "./use-queues";
import { queueAbout, queueName } from "./words";

type RowsProps = { queues: readonly QueueNow[]; chosen: string | null; onChoose: (name: string | null) => void };

/** Each queue in a row: what it does, how much waits, how fast it goes. Choosing one narrows the lists below. */
export function QueueRows({ queues, chosen, onChoose }: RowsProps) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4" aria-label="Queues">
      {queues.map((queue) => (
        <li key={queue.name}>
          <button
            type="button"
            aria-pressed={chosen === queue.name}
            onClick={() => onChoose(chosen === queue.name ? null : queue.name)}
            className={cx(
              "flex h-full w-full flex-col rounded-lg border bg-raised p-4 text-left max-sm:py-3 transition-colors",
              chosen === queue.name ? "border-accent" : "border-line hover:border-line-strong",
            )}
          >
            <span className="flex w-full items-baseline justify-between gap-3">
              <span className="font-semibold">{queueName(queue.name)}</span>
              <Workers queue={queue} />
            </span>
            <span className="mt-0.5 text-sm text-ink-faint max-sm:hidden">{queueAbout(queue.name)}</span>
            <span className="mt-auto flex w-full items-end justify-between gap-4 pt-4 max-sm:pt-1">
              <span>
                <span className="text-xl font-semibold tabular-nums">{queue.depth.toLocaleString("en-GB")}</span>
                <span className="ml-1.5 text-sm text-ink-soft">waiting</span>
              </span>
              <Lately values={queue.lately} />
            </span>
            <span className="mt-2 text-sm text-ink-soft tabular-nums">{numbersOf(queue)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Workers({ queue }: { queue: QueueNow }) {
  if (queue.workers === null) return null;
  const gone = queue.workers === 0;
  return (
    <span className={cx("text-sm tabular-nums", gone ? "text-bad" : "text-ink-faint")}>
      {gone ? "no worker" : count(queue.workers, "worker")}
    </span>
  );
}

function numbersOf(queue: QueueNow): string {
  const parts = [`${queue.running} under way`];
  if (queue.oldestSeconds !== null && queue.oldestSeconds >= 1)
    parts.push(`oldest waits ${remaining(queue.oldestSeconds)}`);
  if (queue.perMinute > 0)
    parts.push(`${queue.perMinute < 10 ? queue.perMinute.toFixed(1) : Math.round(queue.perMinute)} a minute`);
  if (queue.delayed > 0) parts.push(`${queue.delayed} for later`);
  if (queue.dead > 0) parts.push(`${queue.dead} stopped`);
  return parts.join(" · ");
}

const WIDTH = 96;
const HEIGHT = 28;

/** How much waited and ran over the last two minutes, as a line; the number beside it says how much now. */
function Lately({ values }: { values: readonly number[] }) {
  const highest = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, at) => `${at * step},${HEIGHT - 1 - (value / highest) * (HEIGHT - 2)}`);
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden className="shrink-0 text-accent">
      {values.length > 1 && (
        <polyline
          points={points.join(" ")}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}
