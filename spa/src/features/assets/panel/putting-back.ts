import type { Change } from "./change-words";
import type { Edit } from "./editing";

/** What makes a field again what it was before a change; null for what nobody can say of an asset. */
export function asItWas({ field, before, after }: Change): Edit | null {
  switch (field) {
    case "title":
      return typeof before === "string" && before !== "" ? { title: before } : null;
    case "description":
      return { description: typeof before === "string" ? before : null };
    case "capturedAt":
      return capturedAt(before);
    case "tags":
      return tags(namesOf(before), namesOf(after));
    default:
      return null;
  }
}

/** Only what this change did to the tags is undone: others may have come since. */
function tags(before: readonly string[], after: readonly string[]): Edit | null {
  const addTags = before.filter((name) => !after.includes(name));
  const removeTags = after.filter((name) => !before.includes(name));
  return addTags.length + removeTags.length > 0 ? { addTags, removeTags } : null;
}

const namesOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === "string") : [];

/** A time whose zone nobody knew cannot be said as an instant. */
function capturedAt(before: unknown): Edit | null {
  if (before === null || before === undefined) return { capturedAt: null };
  const { local, offsetMinutes } = before as { local?: unknown; offsetMinutes?: unknown };
  return typeof local === "string" && typeof offsetMinutes === "number"
    ? { capturedAt: `${local}${offset(offsetMinutes)}` }
    : null;
}

function offset(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
