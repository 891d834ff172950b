import { CloudOff } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useServices } from "@/lib/services";
import { useSignal } from "@/lib/state/signal";

/** A connection that comes back sooner than this is not worth a word. */
const WORTH_SAYING_MS = 2500;

/** One quiet line while the live stream is away, and what that means. */
export function LiveLine() {
  const { live } = useServices();
  const online = useSyncExternalStore(listenToNetwork, () => navigator.onLine);
  const lost = useSignal(live.status) === "lost" || !online;
  const said = useHeldFor(lost, WORTH_SAYING_MS);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-5 z-20 grid place-items-center px-4 max-sm:top-16 max-sm:bottom-auto"
    >
      {said && (
        <p className="flex animate-rise items-center gap-2.5 rounded-lg bg-ink px-4 py-2 text-sm text-paper shadow-float">
          <CloudOff size={16} className="shrink-0" aria-hidden />
          {online ? "Reconnecting." : "Offline."} What you see stays; changes arrive by themselves.
        </p>
      )}
    </div>
  );
}

function listenToNetwork(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

/** True once `value` has been true without a break for `ms`. */
function useHeldFor(value: boolean, ms: number): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHeld(value), value ? ms : 0);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return held && value;
}
