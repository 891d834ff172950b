import { useCallback, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { CancelJobs, ReadDeadLetters, RetryDeadLetters, RetryJobs, type DeadLetters } from "./operations";

/** What an owner can do about jobs, what could not be done so far, and the words of what went wrong last. */
export function useQueueActions() {
  const { ask } = useServices();
  const [letters, setLetters] = useState<readonly DeadLetters[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const read = useCallback(
    () =>
      ask(ReadDeadLetters, {}).then(
        ({ deadLetters }) => setLetters(deadLetters),
        (error: unknown) => setTrouble(wordsFor(error)),
      ),
    [ask],
  );
  const doing = useCallback(
    async (work: () => Promise<string | null>) => {
      setTrouble(await work().catch(wordsFor));
      await read();
    },
    [read],
  );
  const refusal = (result: { __typename: string; message?: string } | undefined): string | null =>
    result?.message ?? null;
  return {
    letters,
    trouble,
    readAgain: useCallback(() => void read(), [read]),
    cancel: (id: string) => doing(async () => refusal((await ask(CancelJobs, { ids: [id] })).cancelJobs[0])),
    retry: (id: string) => doing(async () => refusal((await ask(RetryJobs, { ids: [id] })).retryJobs[0])),
    retryAll: ({ cause, kind }: DeadLetters) =>
      doing(async () => refusal((await ask(RetryDeadLetters, { cause, kind })).retryDeadLetters)),
  };
}
