import { useCallback, useEffect, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { count as countWords } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { DismissDuplicates, KeepDuplicate, ReadDuplicates, RestoreTwins, type Group } from "./operations";
import { count, waiting } from "./use-duplicate-count";

/** Groups to decide about, read page by page, and what can be decided. */
export function useDuplicates() {
  const services = useServices();
  const { ask, library, toasts } = services;
  const [groups, setGroups] = useState<readonly Group[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const read = useCallback(
    async (after: string | null) => {
      try {
        const { duplicates } = await ask(ReadDuplicates, { after });
        setGroups((before) => (after === null ? duplicates.nodes : merged(before ?? [], duplicates.nodes)));
        setCursor(duplicates.pageInfo.hasNextPage ? duplicates.pageInfo.endCursor : null);
        waiting.set(duplicates.total.value);
        setTrouble(null);
      } catch (error) {
        setTrouble(wordsFor(error));
      }
    },
    [ask],
  );
  // The first reading; its answer sets the state later.
  // eslint-disable-next-line react-hooks/set-state-in-effect
  useEffect(() => void read(null), [read]);
  const without = (id: string): void => {
    setGroups((before) => before?.filter((group) => group.id !== id) ?? null);
    if (cursor !== null && groups?.every((group) => group.id === id)) void read(cursor);
  };
  const keep = async (group: Group, keepId: string): Promise<void> => {
    const others = group.assets.map(({ id }) => id).filter((id) => id !== keepId);
    try {
      const { keepDuplicate: result } = await ask(KeepDuplicate, { input: { group: group.id, keep: keepId, others } });
      if (result.__typename !== "DuplicateKept") return setTrouble(result.message);
      setTrouble(null);
      without(group.id);
      library.assets.read(result.kept);
      library.moved(result.trashed);
      void count(services);
      toasts.say(`Kept one; ${countWords(result.trashed.length, "other is", "others are")} in the trash.`, () =>
        bringBack(result.trashed.map(({ id }) => id)),
      );
    } catch (error) {
      setTrouble(wordsFor(error));
    }
  };
  const bringBack = async (ids: string[]): Promise<void> => {
    try {
      const { restoreAssets } = await ask(RestoreTwins, { ids });
      for (const result of restoreAssets) if (result.__typename === "Asset") library.moved([result]);
      await read(null);
    } catch (error) {
      setTrouble(wordsFor(error));
    }
  };
  const keepAll = async (group: Group): Promise<void> => {
    try {
      const { dismissDuplicates: result } = await ask(DismissDuplicates, { group: group.id });
      if (result.__typename !== "DuplicateGroup") return setTrouble(result.message);
      setTrouble(null);
      without(group.id);
      void count(services);
      toasts.say(`Kept all ${group.assets.length}. They are shown again only when another one like them arrives.`);
    } catch (error) {
      setTrouble(wordsFor(error));
    }
  };
  return {
    groups,
    trouble,
    keep,
    keepAll,
    readAgain: () => void read(null),
    readMore: cursor === null ? null : () => void read(cursor),
  };
}

/** Behind those already read, each once. */
function merged(before: readonly Group[], read: readonly Group[]): Group[] {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...read.filter(({ id }) => !known.has(id))];
}
