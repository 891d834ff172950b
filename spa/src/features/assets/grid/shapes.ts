import type { Services } from "@/lib/services";
import type { Shape } from "./section-layout";

/** A photo whose size nobody has told yet. */
const UNKNOWN = 1.5;
/** Things without a picture of their own shape. */
const SQUARE = 1;

/**
 * The shape each card was first laid out with. It is kept even when the real size becomes known, so that no row is
 * laid out again under the pointer; `settle` takes the real sizes over at a moment when nobody minds.
 */
export class Shapes implements Shape {
  readonly #ratios = new Map<string, number>();
  readonly #guessed = new Set<string>();

  constructor(private readonly services: Pick<Services, "library" | "uploads">) {}

  get today(): string {
    return new Date().toISOString().slice(0, 10);
  }

  readonly ratio = (key: string): number => {
    const kept = this.#ratios.get(key);
    if (kept !== undefined) return kept;
    const known = this.#known(key);
    if (known === undefined) this.#guessed.add(key);
    this.#ratios.set(key, known ?? UNKNOWN);
    return known ?? UNKNOWN;
  };

  readonly day = (key: string): string => this.#asset(key)?.createdAt.slice(0, 10) ?? this.today;

  /** Take over sizes that were guessed and are known by now; true when any row has to change. */
  settle(): boolean {
    const before = this.#guessed.size;
    for (const key of this.#guessed) {
      const known = this.#known(key);
      if (known === undefined) continue;
      this.#ratios.set(key, known);
      this.#guessed.delete(key);
    }
    return this.#guessed.size !== before;
  }

  #known(key: string): number | undefined {
    const asset = this.#asset(key);
    if (asset?.width && asset.height) return asset.width / asset.height;
    const local = this.services.uploads.items.get(key)?.ratio;
    if (local) return local;
    const kind = asset?.kind;
    return kind && kind !== "IMAGE" && kind !== "VIDEO" && asset.status !== "UPLOADING" && asset.status !== "PROCESSING"
      ? SQUARE
      : undefined;
  }

  #asset(key: string) {
    const id = this.services.uploads.items.get(key)?.assetId ?? key;
    return this.services.library.assets.get(id);
  }
}
