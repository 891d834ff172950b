import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { useChanges } from "./changes";
import type { TiledCollection } from "./collection-tile";
import { ListCollections } from "./operations";

type Read = { nodes: readonly TiledCollection[]; next: string | null };

/** The collections that lie directly in one, or the outermost, read page by page and again when something changed. */
export function useCollections(parent: string | null) {
  const { ask } = useServices();
  const [read, setRead] = useState<Read | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const latest = useRef(0);
  const shown = useRef(0);
  const run = useCallback(async (work: () => Promise<Read>) => {
    const turn = ++latest.current;
    try {
      const answer = await work();
      // Only the newest question counts.
      if (turn !== latest.current) return;
      shown.current = answer.nodes.length;
      setRead(answer);
      setTrouble(null);
    } catch (error) {
      if (turn === latest.current) setTrouble(wordsFor(error));
    }
  }, []);
  const page = useCallback(
    async (after: string | null): Promise<Read> => {
      const { collections } = await ask(ListCollections, { parent, after });
      const { hasNextPage, endCursor } = collections.pageInfo;
      return { nodes: collections.nodes, next: hasNextPage ? endCursor : null };
    },
    [ask, parent],
  );
  const readAgain = useCallback(() => run(() => upTo(page, shown.current)), [run, page]);
  useEffect(() => void readAgain(), [readAgain]);
  useChanges(() => void readAgain());
  // The same until there is another page: whoever waits for the end asks once for each.
  const readMore = useMemo(() => {
    const next = read?.next ?? null;
    return read === null || next === null ? null : () => void run(async () => joined(read, await page(next)));
  }, [read, run, page]);
  return { collections: read?.nodes ?? null, trouble, readAgain: () => void readAgain(), readMore };
}

/** As many as are shown, from the first page on. */
async function upTo(page: (after: string | null) => Promise<Read>, many: number): Promise<Read> {
  let read = await page(null);
  while (read.next !== null && read.nodes.length < many) read = joined(read, await page(read.next));
  return read;
}

/** Behind those already read, each once. */
function joined(before: Read, { nodes, next }: Read): Read {
  const known = new Set(before.nodes.map(({ id }) => id));
  return { nodes: [...before.nodes, ...nodes.filter(({ id }) => !known.has(id))], next };
}
