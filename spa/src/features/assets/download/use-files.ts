import { useCallback, useEffect, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import type { ResultOf } from "@/lib/api/graphql";
import { useServices } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import { ReadFiles } from "./operations";

export type Files = NonNullable<ResultOf<typeof ReadFiles>["asset"]>;

/** What there is to save of an asset, read again whenever the live stream brings a newer revision of it. */
export function useFiles(id: string): { files: Files | null; trouble: string | null; again: () => Promise<void> } {
  const { ask, library } = useServices();
  const revision = useKeyed(library.assets.rows, id)?.revision ?? 0;
  const [files, setFiles] = useState<Files | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const read = useCallback(
    () =>
      ask(ReadFiles, { id }).then(
        ({ asset }) => {
          if (!asset) return setTrouble("It is not in the library any more.");
          // Answers overtake each other: the newest stays.
          setFiles((shown) => (shown?.id === asset.id && shown.revision > asset.revision ? shown : asset));
        },
        (error: unknown) => setTrouble(wordsFor(error)),
      ),
    [ask, id],
  );
  useEffect(() => void read(), [read, revision]);
  return { files, trouble, again: read };
}
