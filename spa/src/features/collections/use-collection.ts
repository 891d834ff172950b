import { useCallback, useEffect } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { Keyed, useKeyed } from "@/lib/state/keyed";
import { changes } from "./changes";
import { ReadCollection, type ReadOne } from "./operations";

export type CollectionState =
  { kind: "read"; collection: ReadOne } | { kind: "absent" } | { kind: "wrong"; words: string };

/** Collections read so far: what was known stays in sight while it is read again. */
const known = new Keyed<CollectionState>();

/** One collection, read when it is shown and again after every change made here; undefined until it is read. */
export function useCollection(id: string | null): CollectionState | undefined {
  const { ask } = useServices();
  const read = useCallback(async () => {
    if (id === null) return;
    try {
      const { collection } = await ask(ReadCollection, { id });
      known.set(id, collection ? { kind: "read", collection } : { kind: "absent" });
    } catch (error) {
      if (known.get(id)?.kind !== "read") known.set(id, { kind: "wrong", words: wordsFor(error) });
    }
  }, [ask, id]);
  useEffect(() => {
    void read();
    return changes.listen(() => void read());
  }, [read]);
  return useKeyed(known, id ?? undefined);
}
