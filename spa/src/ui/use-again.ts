import { useEffect, useRef } from "react";

const EVERY_MS = 4000;

/** Try something again every few seconds, and at once when the network is back, for as long as this is shown. */
export function useAgain(again: (() => void) | null): void {
  const latest = useRef(again);
  useEffect(() => {
    latest.current = again;
  });
  useEffect(() => {
    const run = (): void => latest.current?.();
    const timer = setInterval(run, EVERY_MS);
    addEventListener("online", run);
    return () => {
      clearInterval(timer);
      removeEventListener("online", run);
    };
  }, []);
}
