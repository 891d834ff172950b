import { useCallback, useEffect, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import type { VariablesOf } from "@/lib/api/graphql";
import { ReadJobs, type Job } from "./operations";

export type JobFilter = NonNullable<VariablesOf<typeof ReadJobs>["filter"]>;
export type Jobs = { jobs: readonly Job[] | null; more: boolean; trouble: string | null; readMore: () => void };

const PAGE = 25;
const EVERY_MS = 2000;

/** Jobs by filter, read again every two seconds while the page is looked at: progress is told nowhere else. */
export function useJobs(filter: JobFilter): Jobs & { readAgain: () => void } {
  const { ask } = useServices();
  const [wanted, setWanted] = useState(PAGE);
  const [read, setRead] = useState<{ jobs: readonly Job[]; more: boolean } | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const key = JSON.stringify(filter);
  const readAgain = useCallback(async () => {
    try {
      const { jobs } = await ask(ReadJobs, { filter: JSON.parse(key) as JobFilter, first: Math.min(100, wanted) });
      setRead({ jobs: jobs.nodes, more: jobs.pageInfo.hasNextPage && wanted < 100 });
      setTrouble(null);
    } catch (error) {
      setTrouble(wordsFor(error));
    }
  }, [ask, key, wanted]);
  useEffect(() => {
    const look = (): void => void (document.visibilityState === "visible" && readAgain());
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [readAgain]);
  return {
    jobs: read?.jobs ?? null,
    more: read?.more ?? false,
    trouble,
    readMore: () => setWanted(wanted + PAGE),
    readAgain: () => void readAgain(),
  };
}
