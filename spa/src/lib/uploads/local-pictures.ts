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
  readonly #failed = new Set<string>();
  readonly #kept: string[] = [];
  readonly #making = new Set<string>();

  /** Ask for a picture of `file`; it appears in `urls` when this browser can decode it. */
  want(key: string, file: Blob): void {
    if (this.urls.get(key) !== undefined || this.#failed.has(key) || this.#making.has(key)) return;
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

  async #make(key: string, file: Blob): Promise<void> {
    try {
      const url = URL.createObjectURL(await smallPicture(file));
      this.urls.set(key, url);
      if (this.#kept.push(key) > MOST) this.release(this.#kept[0] ?? key);
    } catch {
      // Not a picture this browser can decode (HEIC, film, text): the card shows its kind instead.
      this.#failed.add(key);
    }
  }
}

async function smallPicture(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { resizeWidth: EDGE, resizeQuality: "medium" });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
}
