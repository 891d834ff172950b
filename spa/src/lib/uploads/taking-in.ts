import { HEADER_BYTES, imageSize } from "@/lib/uploads/image-size";

/** Files measured together: small enough that the first cards appear at once. */
const GROUP = 40;

export type Measured = { file: File; ratio: number | null };

/** Measure files by their first bytes, group by group, so that a card takes its final shape when it appears. */
export async function* measured(files: readonly File[]): AsyncGenerator<Measured[]> {
  for (let at = 0; at < files.length; at += GROUP) {
    yield await Promise.all(files.slice(at, at + GROUP).map(measure));
  }
}

async function measure(file: File): Promise<Measured> {
  // A file taken away since it was chosen cannot be read; sending it will say so.
  const head = await file
    .slice(0, HEADER_BYTES)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  const size = imageSize(new Uint8Array(head));
  return { file, ratio: size && size.width > 0 && size.height > 0 ? size.width / size.height : null };
}
