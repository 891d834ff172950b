import { monthName } from "@/lib/format/words";
import type { View } from "./view";

/** Assets read together, the API's largest page. */
export const PAGE = 100;

/** One page of a section: `ids` once read, until then only how many are expected. */
export type Chunk = {
  readonly ids: readonly string[] | null;
  readonly size: number;
  /** Begins a new row, because it was shown before what comes ahead of it was read. */
  readonly breaks: boolean;
  /** Shown, but to be read again: what happened since was missed. */
  readonly stale?: boolean;
};

/** A month, or the whole list where it has no months. */
export type Section = {
  readonly key: string;
  readonly title: string | null;
  readonly range: { createdFrom: string; createdTo: string } | null;
  readonly chunks: readonly Chunk[];
};

export const countOf = (section: Section): number => section.chunks.reduce((sum, { size }) => sum + size, 0);

/** Months as the timeline tells them, in the order of the view. */
export function monthSections(months: readonly { month: string; count: number }[], view: View): Section[] {
  const ordered = [...months].sort((a, b) => b.month.localeCompare(a.month));
  if (view.sort === "OLDEST") ordered.reverse();
  return ordered
    .filter(({ count }) => count > 0)
    .map(({ month, count }) => ({
      key: month,
      title: monthName(month),
      range: rangeOf(month),
      chunks: unread(count),
    }));
}

export const wholeList = (count: number): Section[] =>
  count === 0 ? [] : [{ key: "all", title: null, range: null, chunks: unread(count) }];

/** Keep showing what was read until it is read again. */
export function keepShown(fresh: Section[], shown: readonly Section[]): Section[] {
  const before = new Map(shown.map((section) => [section.key, section]));
  return fresh.map((section) => {
    const known = before.get(section.key)?.chunks.filter(({ ids }) => ids !== null) ?? [];
    if (known.length === 0) return section;
    const kept = known.map((chunk) => ({ ...chunk, stale: true }));
    return { ...section, chunks: [...kept, ...section.chunks.slice(known.length)] };
  });
}

function unread(count: number): Chunk[] {
  return Array.from({ length: Math.ceil(count / PAGE) }, (_, index) => ({
    ids: null,
    size: Math.min(PAGE, count - index * PAGE),
    breaks: false,
  }));
}

function rangeOf(month: string): { createdFrom: string; createdTo: string } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const start = (at: number): string => new Date(Date.UTC(year, at, 1)).toISOString();
  return { createdFrom: start(number - 1), createdTo: start(number) };
}

/** Put a page in its place; the list ends with it when nothing follows, and goes on when more does. */
export function withPage(section: Section, index: number, ids: readonly string[], hasNext: boolean): Section {
  const alone = index > 0 && section.chunks[index - 1]?.ids === null;
  const breaks = alone || (section.chunks[index]?.breaks ?? false);
  const chunks: Chunk[] = [...section.chunks.slice(0, index), { ids, size: ids.length, breaks }];
  const rest = section.chunks.slice(index + 1);
  if (hasNext) chunks.push(...(rest.length > 0 ? rest : unread(PAGE)));
  return { ...section, chunks };
}

/** Have the pages that hold any of these read again once they are in sight. */
export function outdated(section: Section, keys: ReadonlySet<string>): Section {
  const holds = ({ ids }: Chunk): boolean => ids?.some((id) => keys.has(id)) ?? false;
  if (!section.chunks.some(holds)) return section;
  return { ...section, chunks: section.chunks.map((chunk) => (holds(chunk) ? { ...chunk, stale: true } : chunk)) };
}

/** Take assets out wherever they are; the same section comes back when it held none of them. */
export function without(section: Section, gone: ReadonlySet<string>): Section {
  if (!section.chunks.some(({ ids }) => ids?.some((id) => gone.has(id)))) return section;
  const chunks = section.chunks.map((chunk) => {
    if (!chunk.ids?.some((id) => gone.has(id))) return chunk;
    const ids = chunk.ids.filter((id) => !gone.has(id));
    return { ...chunk, ids, size: ids.length };
  });
  return { ...section, chunks };
}
