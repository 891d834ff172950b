import type { Words } from "@/lib/uploads/upload-item";

/** What stands in the fields of the dialog. */
export type Said = { tags: string; description: string; taken: string };

export const NOTHING_SAID: Said = { tags: "", description: "", taken: "" };
/** As the API takes them. */
const MOST_TAGS = 100;

const tagsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  ),
];

/** Say what has to be changed; null when nothing has. */
export const troubleWithTags = (text: string): string | null =>
  tagsIn(text).length > MOST_TAGS ? `Give at most ${MOST_TAGS} tags.` : null;

/** What was said, as it goes with every file; a time is taken by this computer's own clock. */
export function wordsOf({ tags, description, taken }: Said): Words {
  const found = tagsIn(tags);
  const at = taken === "" ? NaN : new Date(taken).getTime();
  return {
    ...(found.length > 0 && { tags: found }),
    ...(description.trim() !== "" && { description: description.trim() }),
    ...(!Number.isNaN(at) && { capturedAt: withOffset(new Date(at)) }),
  };
}

/** "2026-05-01T10:00:00+02:00": the hour on the wall and how far it is from UTC. */
function withOffset(at: Date): string {
  const minutes = -at.getTimezoneOffset();
  const wall = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, "0");
  return `${wall}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
