import { exif, type Exif } from "@/lib/uploads/exif";

/** What a file's first bytes tell of its picture. */
export type ImageHead = { width: number; height: number; exif?: Exif | null };

/** Bytes from the start of a file in which its size is looked for; a camera's JPEG states it behind its EXIF block. */
export const HEADER_BYTES = 192 * 1024;

/** Read a picture's size from its first bytes, turned as its EXIF orientation says; null when they do not tell. */
export function imageHead(bytes: Uint8Array): ImageHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
  } catch (error) {
    // The file ends inside a header: no size, and the server will say what is wrong with it.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function png(view: DataView): ImageHead | null {
  if (view.getUint32(0) !== 0x89504e47) return null;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): ImageHead | null {
  if (view.getUint32(0) !== 0x47494638) return null;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function webp(view: DataView): ImageHead | null {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return null;
  const kind = view.getUint32(12);
  if (kind === 0x56503858) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (kind === 0x5650384c) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);

function jpeg(view: DataView): ImageHead | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  let said: Exif | null = null;
  for (let at = 2; ;) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (marker === 0xffe1) said ??= exif(view, at + 4);
    if (isFrame(marker)) return turned(view.getUint16(at + 7), view.getUint16(at + 5), said);
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return null;
    at += 2 + length;
  }
}

/** From the fifth on, EXIF orientations lay a picture on its side. */
function turned(width: number, height: number, said: Exif | null): ImageHead {
  const head = { exif: said };
  return (said?.orientation ?? 1) >= 5 ? { ...head, width: height, height: width } : { ...head, width, height };
}

const isFrame = (marker: number): boolean =>
  marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
