import { useCallback, useEffect, useRef, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { CreateRenditions, ReadFiles, type CreateInput, type Order } from "./operations";

/** What became of one asset's order; a refusal is a failure that was known at once. */
export type Made = { order: string | null; url: string | null; trouble: string | null };

const madeOf = ({ id, state, rendition, failure }: Order): Made => ({
  order: id,
  url: rendition?.downloadUrl ?? null,
  trouble: state === "FAILED" ? (failure ?? "It could not be made.") : null,
});

export const isAwaited = ({ url, trouble }: Made): boolean => url === null && trouble === null;

/** One recipe for many assets: what was made so far, by asset; null before anything was ordered. */
export function useMany(ids: readonly string[]) {
  const { ask, library } = useServices();
  const [made, setMade] = useState<ReadonlyMap<string, Made> | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const latest = useRef(made);
  const heard = useRef(new Set<string>());
  const put = useCallback((next: ReadonlyMap<string, Made>) => {
    latest.current = next;
    setMade(next);
  }, []);
  const look = useCallback(
    async (id: string) => {
      const awaited = latest.current?.get(id);
      if (!awaited || !isAwaited(awaited)) return;
      const orders = (await ask(ReadFiles, { id })).asset?.orders ?? [];
      const order = orders.find((one) => one.id === awaited.order && one.state !== "WAITING");
      // Answers overtake each other: only one that ends the waiting counts, and only for what is awaited by now.
      if (order && latest.current?.get(id)?.order === order.id) put(new Map(latest.current).set(id, madeOf(order)));
    },
    [ask, put],
  );
  useEffect(
    () =>
      library.listen(({ kind, assetId }) => {
        if (kind === "PROGRESS") return;
        heard.current.add(assetId);
        // An answer that is lost here comes with the next event, or with ordering again.
        void look(assetId).catch((error: unknown) => setTrouble(wordsFor(error)));
      }),
    [library, look],
  );
  const order = async (what: Pick<CreateInput, "recipe" | "preset">): Promise<void> => {
    setTrouble(null);
    heard.current.clear();
    try {
      const { createRenditions } = await ask(CreateRenditions, { inputs: ids.map((asset) => ({ asset, ...what })) });
      const results = createRenditions.map((result): Made => {
        if (result.__typename === "RenditionOrder") return madeOf(result);
        return { order: null, url: null, trouble: result.message };
      });
      put(new Map(ids.flatMap((id, at) => (results[at] ? [[id, results[at]] as const] : []))));
      // What was made while the answer was on its way is told by no further event.
      await Promise.all([...heard.current].map(look));
    } catch (error) {
      setTrouble(wordsFor(error));
    }
  };
  return { made, order, trouble };
}
