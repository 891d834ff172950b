import { useEffect } from "react";
import { useSignal } from "@/lib/state/signal";
import type { AssetList } from "./list/asset-list";

const AGAIN_MS = 5000;

/** Said while the index is away and only plain words are found; it goes by itself. */
export function DegradedLine({ list }: { list: AssetList }) {
  const degraded = useSignal(list.found)?.degraded ?? false;
  useEffect(() => {
    if (!degraded) return undefined;
    const timer = setInterval(() => void list.open(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [degraded, list]);
  if (!degraded) return null;
  return (
    <p role="status" className="shrink-0 animate-appear bg-sunken px-4 py-2 text-sm text-ink-soft sm:px-6">
      Search is catching its breath: showing plain matches in titles, file names and tags, newest first.
    </p>
  );
}
