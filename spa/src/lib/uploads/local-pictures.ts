import { Keyed } from "@/lib/state/keyed";

/** Longest edge, in pixels, of a picture made here to stand in until the server's own arrives. */
const EDGE = 512;
/** Pictures kept at once, about 30 kB each. */
const MOST = 600;
/** Decoding runs beside the page, on cores of its own where there are any. */
const AT_ONCE = Math.min(4, Math.max(2, (navigator.hardwareConcurrency || 2) - 1));

/** The file's own pixels, small, by upload key: decoded a few at a time, the oldest let go. */
export class LocalPictures {
  readonly urls = new Keyed<string>();
  readonly #wanted = new Map<string, Blob>();
  readonly #rough = new Set<string>();
  readonly #failed = new Set<string>();
  readonly #kept: string[] = [];
  readonly #making = new Set<string>();

  /** Show the camera's own small picture at once, until a better one is made. */
  async offerRough(key: string, jpeg: Blob, orientation: number): Promise<void> {
    try {
      const url = URL.createObjectURL(await uprightPicture(jpeg, orientation));
      if (this.urls.get(key) === undefined) this.#keep(key, url, true);
      else URL.revokeObjectURL(url);
    } catch {
      // A damaged preview is no loss: the picture itself comes next.
      this.#rough.delete(key);
    }
  }

  /** Ask for a picture of `file`; it appears in `urls` when this browser can decode it. */
  want(key: string, file: Blob): void {
    if ((this.urls.get(key) !== undefined && !this.#rough.has(key)) || this.#failed.has(key) || this.#making.has(key))
      return;
    this.#wanted.set(key, file);
    this.#next();
  }

  /** Take a wish back, because its card is no longer in sight. */
  unwant(key: string): void {
    this.#wanted.delete(key);
  }

  /** Let a picture go, once the sharp one covers it. */
  release(key: string): void {
    this.#wanted.delete(key);
    const url = this.urls.get(key);
    if (url === undefined) return;
    this.#kept.splice(this.#kept.indexOf(key), 1);
    this.#rough.delete(key);
    this.urls.delete(key);
    URL.revokeObjectURL(url);
  }

  #next(): void {
    for (const [key, file] of this.#wanted) {
      if (this.#making.size >= AT_ONCE) return;
      this.#wanted.delete(key);
      this.#making.add(key);
      void this.#make(key, file).finally(() => {
        this.#making.delete(key);
        this.#next();
      });
    }
  }

  #keep(key: string, url: string, rough: boolean): void {
    const before = this.urls.get(key);
    if (rough) this.#rough.add(key);
    else this.#rough.delete(key);
    this.urls.set(key, url);
    if (before !== undefined) URL.revokeObjectURL(before);
    else if (this.#kept.push(key) > MOST) this.release(this.#kept[0] ?? key);
  }

  async #make(key: string, file: Blob): Promise<void> {
    try {
      this.#keep(key, URL.createObjectURL(await smallPicture(file)), false);
    } catch {
      // Not a picture this browser can decode (HEIC, film, text): the card shows its kind instead.
      this.#failed.add(key);
    }
  }
}

/** A camera's small picture, turned the way its EXIF orientation says. */
async function uprightPicture(jpeg: Blob, orientation: number): Promise<Blob> {
  const bitmap = await createImageBitmap(jpeg);
  const lying = orientation >= 5;
  const canvas = new OffscreenCanvas(lying ? bitmap.height : bitmap.width, lying ? bitmap.width : bitmap.height);
  const turns = { 3: 2, 4: 2, 5: 3, 6: 1, 7: 1, 8: 3 }[orientation] ?? 0;
  const context = canvas.getContext("2d");
  context?.translate(canvas.width / 2, canvas.height / 2);
  context?.rotate((turns * Math.PI) / 2);
  // These were mirrored before they were turned.
  if ([2, 4, 5, 7].includes(orientation)) context?.scale(-1, 1);
  context?.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
}

async function smallPicture(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { resizeWidth: EDGE, resizeQuality: "medium" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
}
