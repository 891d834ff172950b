/** More would be a history, not a help. */
const MOST = 8;

/** Put the latest search first, once, whatever its capitals. */
export function withRecent(recents: readonly string[], words: string): readonly string[] {
  const said = words.trim();
  if (said === "") return recents;
  return [said, ...withoutRecent(recents, said)].slice(0, MOST);
}

export const withoutRecent = (recents: readonly string[], words: string): readonly string[] =>
  recents.filter((one) => one.toLowerCase() !== words.toLowerCase());

/** Read what was kept; what is not a list of words counts as nothing. */
export function readRecents(kept: string | null): readonly string[] {
  try {
    const read: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(read) ? read.filter((one) => typeof one === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}
