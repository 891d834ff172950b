import { CircleCheck, CloudOff } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { Notice } from "@/ui/notice";
import { Button } from "@/ui/button";
import { Turning } from "@/ui/ring";
import { DeadLetterGroups } from "./dead-letters";
import { JobList } from "./job-list";
import { QueueRows } from "./queue-rows";
import { useJobs, type JobFilter } from "./use-jobs";
import { useQueueActions } from "./use-queue-actions";
import { useQueues } from "./use-queues";

/** What Vitrine is doing, what waits, and what could not be done, for the owner of the library. */
export function QueuesScreen() {
  const queues = useQueues();
  const [params, setParams] = useSearchParams();
  const chosen = params.get("queue");
  const { letters, trouble, cancel, retry, retryAll, readAgain } = useQueueActions();
  const [asked, setAsked] = useState(0);
  const dead = queues?.reduce((sum, queue) => sum + queue.dead, 0);
  useEffect(() => readAgain(), [dead, readAgain]);
  const act = (work: Promise<void>): void => void work.then(() => setAsked((before) => before + 1));
  const acts = { onCancel: (id: string) => act(cancel(id)), onRetry: (id: string) => act(retry(id)) };
  return (
    <main className="scroller relative min-h-0 flex-1 overflow-y-auto">
      <div className="flex max-w-7xl flex-col gap-6 px-4 pb-24 sm:px-6">
        <header className="flex min-h-16 items-center">
          <h1 className="text-lg font-semibold tracking-tight">Queues</h1>
        </header>
        {trouble !== null && (
          <p role="alert" className="rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
            {trouble}
          </p>
        )}
        {queues ? (
          <QueueRows
            queues={queues}
            chosen={chosen}
            onChoose={(queue) => setParams(queue === null ? {} : { queue }, { replace: true })}
          />
        ) : (
          <div className="grid h-40 place-items-center">
            <Turning label="Reading the queues" />
          </div>
        )}
        <UnderWay key={`under way ${asked}`} queue={chosen} {...acts} />
        <CalledOff key={`called off ${asked}`} queue={chosen} {...acts} />
        {letters && letters.length > 0 && (
          <Section title="Could not be done">
            <DeadLetterGroups letters={letters} onRetryAll={(group) => act(retryAll(group))} {...acts} />
          </Section>
        )}
      </div>
    </main>
  );
}

type Acts = { onCancel: (id: string) => void; onRetry: (id: string) => void };

function UnderWay({ queue, ...acts }: Acts & { queue: string | null }) {
  const narrowed = (state: NonNullable<JobFilter["state"]>): JobFilter => ({ state, ...(queue && { queue: [queue] }) });
  const running = useJobs(narrowed(["RUNNING"]));
  const waiting = useJobs(narrowed(["QUEUED", "RETRYING"]));
  if (running.trouble !== null)
    return (
      <Notice icon={CloudOff} title="The jobs cannot be read just now">
        {running.trouble} This page tries again by itself.
      </Notice>
    );
  if (!running.jobs || !waiting.jobs) return null;
  if (running.jobs.length + waiting.jobs.length === 0)
    return (
      <p className="flex items-center gap-3 text-sm text-ink-soft">
        <CircleCheck size={20} strokeWidth={1.6} className="shrink-0 text-good" aria-hidden />
        Nothing is waiting. New files show here while they are worked on.
      </p>
    );
  return (
    <>
      {running.jobs.length > 0 && (
        <Section title="Under way">
          <JobList jobs={running.jobs} {...acts} />
        </Section>
      )}
      {waiting.jobs.length > 0 && (
        <Section title="Waiting">
          <JobList jobs={waiting.jobs} {...acts} />
          {waiting.more && (
            <Button look="quiet" className="mt-2" onClick={waiting.readMore}>
              Show more
            </Button>
          )}
        </Section>
      )}
    </>
  );
}

/** What somebody cancelled, to be tried again when they wish. */
function CalledOff({ queue, ...acts }: Acts & { queue: string | null }) {
  const { jobs, more, readMore } = useJobs({ state: ["CANCELLED"], ...(queue && { queue: [queue] }) });
  if (!jobs || jobs.length === 0) return null;
  return (
    <Section title="Called off">
      <JobList jobs={jobs} {...acts} />
      {more && (
        <Button look="quiet" className="mt-2" onClick={readMore}>
          Show more
        </Button>
      )}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
