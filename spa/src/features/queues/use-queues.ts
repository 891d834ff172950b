import { useEffect, useState } from "react";
import { useServices } from "@/lib/services";
import { WatchQueues, type Queue } from "./operations";

// At one report a second this is two minutes.
const REMEMBERED = 120;

export type QueueNow = Queue & { lately: readonly number[] };

/** The queues as they are, each with how much waited lately; null until the first word of them. */
export function useQueues(): readonly QueueNow[] | null {
  const { live } = useServices();
  const [queues, setQueues] = useState<readonly QueueNow[] | null>(null);
  useEffect(
    () =>
      live.watch(WatchQueues, {}, ({ queues: told }) =>
        setQueues((before) => told.map((queue) => remembering(before, queue))),
      ),
    [live],
  );
  return queues;
}

function remembering(before: readonly QueueNow[] | null, queue: Queue): QueueNow {
  const lately = before?.find(({ name }) => name === queue.name)?.lately ?? [];
  return { ...queue, lately: [...lately, queue.depth + queue.running].slice(-REMEMBERED) };
}
