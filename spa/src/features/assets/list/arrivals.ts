/** Cards that came while the list was open: a person's own files, or what others added. */
export type Batch = { readonly own: boolean; readonly at: number; readonly keys: readonly string[] };

/** A batch this young or this small takes more in, so that single files do not each begin a row. */
const YOUNG_MS = 60_000;
const SMALL = 12;

/** Add cards ahead of earlier batches; within a batch they keep their order, so no card already shown moves sideways. */
export function admit(batches: readonly Batch[], keys: readonly string[], own: boolean, now: number): readonly Batch[] {
  const [first, ...rest] = batches;
  const joins = first?.own === own && (now - first.at < YOUNG_MS || first.keys.length < SMALL);
  if (joins) return [{ own, at: now, keys: [...first.keys, ...keys] }, ...rest];
  return [{ own, at: now, keys: [...keys] }, ...batches];
}

export function dismiss(batches: readonly Batch[], gone: ReadonlySet<string>): readonly Batch[] {
  if (!batches.some(({ keys }) => keys.some((key) => gone.has(key)))) return batches;
  return batches
    .map((batch) => ({ ...batch, keys: batch.keys.filter((key) => !gone.has(key)) }))
    .filter(({ keys }) => keys.length > 0);
}
