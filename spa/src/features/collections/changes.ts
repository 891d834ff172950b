import { useEffect, useRef } from "react";
import { useServices } from "@/lib/services";
import { Signal } from "@/lib/state/signal";

/** Grows with every collection that was made, changed or deleted here. */
export const changes = new Signal(0);

export const collectionsChanged = (): void => changes.set(changes.get() + 1);

// What is put in together is counted together: one look afterwards is enough.
const LATER_MS = 1500;

/** Do something again when collections change, at once after a change made here, a moment after one among assets. */
export function useChanges(again: () => void): void {
  const { library } = useServices();
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  useEffect(() => {
    let later: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      later = undefined;
      latest.current();
    };
    const unlisten = changes.listen(look);
    const unfollow = library.listen(({ kind }) => {
      if (kind !== "PROGRESS") later ??= setTimeout(look, LATER_MS);
    });
    return () => {
      clearTimeout(later);
      unlisten();
      unfollow();
    };
  }, [library]);
}
