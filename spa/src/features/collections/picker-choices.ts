import type { Found } from "./operations";

/** Something that assets can go into: a collection there is, or one that is made for them. */
export type Choice = { kind: "there"; collection: Found } | { kind: "new"; name: string };

const folded = (name: string): string => name.trim().toLocaleLowerCase();

/** What is offered for the words that were typed: what was found, then a new one unless there is one of that name. */
export function choicesFor(found: readonly Found[], words: string): Choice[] {
  const there = found.map((collection): Choice => ({ kind: "there", collection }));
  const name = words.trim();
  const taken = found.some((one) => one.path.length === 0 && folded(one.name) === folded(name));
  return name === "" || taken ? there : [...there, { kind: "new", name }];
}

/** The choice an arrow leads to, round and round. */
export function stepTo(key: string, at: number, many: number): number | null {
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[key];
  return next === undefined || many === 0 ? null : (next + many) % many;
}
