import { cameraTime } from "@/lib/format/words";

/** One field that became another, as the history keeps it. */
export type Change = { field: string; before: unknown; after: unknown };

const NAMES: Record<string, string> = {
  title: "Title",
  description: "Description",
  capturedAt: "Date taken",
  tags: "Tags",
  status: "State",
  filename: "File name",
};

const MOST = 120;

/** Say what changed, and what it became; `became` is null where the first says all. */
export function changeWords({ field, before, after }: Change): { what: string; became: string | null } {
  if (field === "trashedAt")
    return { what: after === null ? "Taken out of the trash" : "Moved to the trash", became: null };
  const name = NAMES[field] ?? inWords(field);
  if (isNothing(after)) return { what: `${name} removed`, became: isNothing(before) ? null : shortly(before) };
  return { what: isNothing(before) ? `${name} set` : `${name} changed`, became: shortly(after) };
}

const isNothing = (value: unknown): boolean =>
  value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** "capturedAt" reads as "Captured at". */
function inWords(field: string): string {
  const words = field.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function shortly(value: unknown): string {
  const words = wordsOf(value);
  return words.length > MOST ? `${words.slice(0, MOST)}…` : words;
}

function wordsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(wordsOf).join(", ");
  if (value !== null && typeof value === "object") {
    const parts = Object.entries(value as Record<string, unknown>).filter(([, one]) => one !== null);
    const local = parts.find(([name]) => name === "local")?.[1];
    return typeof local === "string"
      ? cameraTime(local, null)
      : parts.map(([name, one]) => `${name} ${wordsOf(one)}`).join(", ");
  }
  return String(value);
}
