import { remaining } from "@/lib/format/words";

type Progress = { step: string; done: number; total: number; unit?: string; etaSeconds: number | null };

const STEPS: Record<string, string> = {
  receive: "Being read",
  scan: "Checked for malware",
  scanner: "Waiting for the malware scanner",
  thumbnail: "First picture",
  fetch: "Being fetched",
  previews: "Previews",
  film: "Film sizes",
  playlists: "Streams",
  sprites: "Scrub pictures",
  sound: "Copy for listening",
  pages: "Pages",
  renditions: "Custom sizes",
};

/** What people call a step of the work. */
export const stepName = (step: string): string => STEPS[step] ?? step.charAt(0).toUpperCase() + step.slice(1);

/** How much of it is done, 0 to 1; null where only steps are counted, of which one may take longest. */
export const shareDone = ({ done, total, unit }: Progress): number | null =>
  total > 0 && unit !== "steps" ? Math.min(1, done / total) : null;

/** "Film sizes 43 %, about 20 s left". */
export function progressWords(progress: Progress): string {
  const share = shareDone(progress);
  const percent = share === null ? "" : ` ${Math.floor(100 * share)} %`;
  const left = progress.etaSeconds === null ? "" : `, about ${remaining(progress.etaSeconds)} left`;
  return `${stepName(progress.step)}${percent}${left}`;
}
