import { useEffect, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { download } from "./save";
import { CreateRenditions, type CreateInput } from "./operations";
import type { Files } from "./use-files";

/** Order a rendition, and save it by itself as soon as it is made; `again` reads the files. */
export function useOrdering(files: Files | null, again: () => Promise<void>) {
  const { ask } = useServices();
  const [awaited, setAwaited] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const order = files?.orders.find(({ id }) => id === awaited);
  useEffect(() => {
    if (!order || order.state === "WAITING") return;
    if (order.rendition) download(order.rendition.downloadUrl);
    // What was awaited has come, or will not.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setAwaited(null);
    setTrouble(order.failure);
  }, [order]);
  const ordered = async (input: CreateInput): Promise<void> => {
    setTrouble(null);
    try {
      const [result] = (await ask(CreateRenditions, { inputs: [input] })).createRenditions;
      if (result?.__typename !== "RenditionOrder") return setTrouble(result?.message ?? null);
      // One that failed before is known as failed until the files are read again.
      await again();
      setAwaited(result.id);
    } catch (error) {
      setTrouble(wordsFor(error));
    }
  };
  return { order: ordered, waiting: awaited !== null, trouble };
}
