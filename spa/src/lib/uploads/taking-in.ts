import type { FoundFile } from "@/lib/uploads/dropped-files";
import { fileMark } from "@/lib/uploads/file-mark";
import { HEADER_BYTES, imageHead } from "@/lib/uploads/image-head";

/** Files measured together: small enough that the first cards appear at once. */
const GROUP = 40;

/** A file with its shape and, where its camera left one, a small picture and how that is turned. */
export type Measured = FoundFile & {
  ratio: number | null;
  mark: string | null;
  rough: { jpeg: Blob; orientation: number } | null;
};

/** Measure files by their first bytes, group by group, so that a card takes its final shape when it appears. */
export async function* measured(files: readonly FoundFile[]): AsyncGenerator<Measured[]> {
  for (let at = 0; at < files.length; at += GROUP) {
    yield await Promise.all(files.slice(at, at + GROUP).map(measure));
  }
}

async function measure({ file, folder }: FoundFile): Promise<Measured> {
  // A file taken away since it was chosen cannot be read; sending it will say so.
  const head = await file
    .slice(0, HEADER_BYTES)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  const found = imageHead(new Uint8Array(head));
  const within = found?.exif?.thumbnail;
  return {
    file,
    folder,
    // What cannot be read now is not found again later; sending it says why.
    mark: await fileMark(file).catch(() => null),
    ratio: found && found.width > 0 && found.height > 0 ? found.width / found.height : null,
    rough: within
      ? { jpeg: new Blob([head.slice(within.start, within.end)]), orientation: found.exif?.orientation ?? 1 }
      : null,
  };
}
