import { bytes, cameraTime, instant } from "@/lib/format/words";
import type { Twin } from "./operations";

/** One thing to compare: what each says of it, and which of them say it best; none where nothing can be better. */
export type Row = { name: string; values: readonly string[]; best: readonly boolean[]; differs: boolean };

const FORMATS: Record<string, string> = { "image/svg+xml": "SVG", "image/webp": "WebP", "video/quicktime": "MOV" };

/** Everything worth comparing, in the order people decide by. */
export function comparison(twins: readonly Twin[]): Row[] {
  return [
    measured(twins, "Size in pixels", (one) => (one.width ?? 0) * (one.height ?? 0), pixels),
    measured(
      twins,
      "File",
      ({ size }) => size,
      ({ size, mimeType }) => `${bytes(size)} ${formatOf(mimeType)}`,
    ),
    told(twins, "Taken", ({ capturedAt }) =>
      capturedAt ? cameraTime(capturedAt.local, capturedAt.offsetMinutes) : "not known",
    ),
    told(twins, "Added", ({ createdAt }) => instant(createdAt)),
    told(twins, "By", ({ uploadedBy }) => uploadedBy.name),
    told(
      twins,
      "Tags",
      ({ tags }) =>
        tags
          .map(({ tag }) => tag.name)
          .sort()
          .join(", ") || "none",
    ),
  ];
}

const pixels = ({ width, height }: Twin): string =>
  width !== null && height !== null
    ? `${width.toLocaleString("en-GB")} × ${height.toLocaleString("en-GB")}`
    : "not known";

const formatOf = (mimeType: string): string =>
  FORMATS[mimeType] ?? (mimeType.split("/")[1] ?? mimeType).replace(/^x-/, "").toUpperCase();

function told(twins: readonly Twin[], name: string, say: (one: Twin) => string): Row {
  const values = twins.map(say);
  return { name, values, best: values.map(() => false), differs: new Set(values).size > 1 };
}

function measured(twins: readonly Twin[], name: string, weigh: (one: Twin) => number, say: (one: Twin) => string): Row {
  const row = told(twins, name, say);
  const weights = twins.map(weigh);
  const most = Math.max(...weights);
  const outdone = weights.some((weight) => weight < most);
  return { ...row, best: weights.map((weight) => outdone && weight === most) };
}

/** A part of a name, and whether the others have it otherwise. */
export type NamePart = { text: string; differs: boolean };

const isLetter = (character: string | undefined): boolean => /\p{L}/u.test(character ?? "");

const charactersOf = (name: string): string[] => [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);

/** Cut a name into what all names share at their beginnings and ends, and what is its own. */
export function nameParts(name: string, others: readonly string[]): NamePart[] {
  if (others.every((other) => other === name)) return [{ text: name, differs: false }];
  const chars = charactersOf(name);
  const all = others.map(charactersOf);
  const shortest = Math.min(chars.length, ...all.map(({ length }) => length));
  let head = 0;
  while (head < shortest && all.every((other) => other[head] === chars[head])) head += 1;
  let tail = 0;
  while (tail < shortest - head && all.every((other) => other.at(-1 - tail) === chars.at(-1 - tail))) tail += 1;
  // What is shared at the end begins where a word does: "jpg" and "png" have no "g" in common.
  while (tail > 0 && isLetter(chars.at(-tail)) && isLetter(chars.at(-tail - 1))) tail -= 1;
  const end = chars.length - tail;
  return [
    { text: chars.slice(0, head).join(""), differs: false },
    { text: chars.slice(head, end).join(""), differs: true },
    { text: chars.slice(end).join(""), differs: false },
  ].filter(({ text }) => text !== "");
}
