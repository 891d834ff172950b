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
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-8 px-4 pt-4 pb-16 sm:px-6">
        <h1 className="text-lg font-semibold tracking-tight">Queues</h1>
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
      <Notice icon={CircleCheck} title="Nothing is waiting">
        Everything that was added has been prepared. New files show here while they are worked on.
      </Notice>
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

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-3 font-semibold">{title}</h2>
      {children}
    </section>
  );
}
