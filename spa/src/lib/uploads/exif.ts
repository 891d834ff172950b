/** What a camera wrote ahead of its picture; `thumbnail` is where in the file its own small JPEG lies. */
export type Exif = { orientation: number; thumbnail: { start: number; end: number } | null };

const ORIENTATION = 0x0112;
const THUMBNAIL_OFFSET = 0x0201;
const THUMBNAIL_LENGTH = 0x0202;

/** Read an EXIF block that begins at `at`; null when it is something else. Throws RangeError when it is cut short. */
export function exif(view: DataView, at: number): Exif | null {
  if (view.getUint32(at) !== 0x45786966) return null;
  const tiff = at + 6;
  const little = view.getUint16(tiff) === 0x4949;
  const first = directory(view, tiff, view.getUint32(tiff + 4, little), little);
  const second = first.next === 0 ? new Map<number, number>() : directory(view, tiff, first.next, little).values;
  const [offset, length] = [second.get(THUMBNAIL_OFFSET), second.get(THUMBNAIL_LENGTH)];
  return {
    orientation: first.values.get(ORIENTATION) ?? 1,
    thumbnail: offset && length ? { start: tiff + offset, end: tiff + offset + length } : null,
  };
}

/** The plain numbers of one directory by tag, and where the next directory begins; 0 when there is none. */
function directory(view: DataView, tiff: number, offset: number, little: boolean) {
  const values = new Map<number, number>();
  const count = view.getUint16(tiff + offset, little);
  for (let index = 0; index < count; index++) {
    const entry = tiff + offset + 2 + index * 12;
    const isShort = view.getUint16(entry + 2, little) === 3;
    const value = isShort ? view.getUint16(entry + 8, little) : view.getUint32(entry + 8, little);
    values.set(view.getUint16(entry, little), value);
  }
  return { values, next: view.getUint32(tiff + offset + 2 + count * 12, little) };
}
