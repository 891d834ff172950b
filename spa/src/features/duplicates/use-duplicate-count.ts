import { useEffect } from "react";
import { useServices, type Services } from "@/lib/services";
import { Signal, useSignal } from "@/lib/state/signal";
import { CountDuplicates } from "./operations";

/** How many groups wait for a decision; one number for every screen that tells it. */
export const waiting = new Signal(0);

// Pictures that arrive together are compared together: one look afterwards is enough.
const LATER_MS = 5000;

let later: ReturnType<typeof setTimeout> | undefined;

/** Count the groups, and again a while after something arrived, went or came back. */
export function useDuplicateCount(): number {
  const services = useServices();
  useEffect(() => {
    void count(services);
    return services.library.listen(({ kind }) => {
      if (kind === "PROGRESS" || kind === "CREATED" || later !== undefined) return;
      later = setTimeout(() => {
        later = undefined;
        void count(services);
      }, LATER_MS);
    });
  }, [services]);
  return useSignal(waiting);
}

/** Count now. A number that cannot be read stays as it was. */
export const count = ({ ask }: Services): Promise<void> =>
  ask(CountDuplicates, {}).then(
    ({ duplicates }) => waiting.set(duplicates.total.value),
    () => undefined,
  );
