import { progressWords, shareDone } from "@/lib/format/progress";
import type { WorkUnderWay } from "@/lib/library/library";
import type { AssetDetail } from "./asset-detail";

/** How far the server is with a file: words for a person, and the share where it is known. */
export type Preparation = { words: string; share: number | null };

type Job = AssetDetail["jobs"][number];
type Progress = Pick<WorkUnderWay, "step" | "done" | "total" | "etaSeconds"> & { unit?: string };

/** Say what is being done: by what was heard last, or by what was read of the jobs. */
export function preparationOf(live: Progress | undefined, jobs: readonly Job[]): Preparation {
  const told = live ?? jobs.find(({ state }) => state === "RUNNING")?.progress;
  if (told) return { words: progressWords(told), share: shareDone(told) };
  if (jobs.some(({ state }) => state === "RETRYING"))
    return { words: "It did not work at once and is tried again", share: null };
  const waits = jobs.some(({ state }) => state === "QUEUED") && !jobs.some(({ state }) => state === "RUNNING");
  return { words: waits ? "Waiting for its turn" : "Being prepared", share: null };
}
