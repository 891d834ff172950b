import { Undo2, X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useServices } from "@/lib/services";
import { useSignal } from "@/lib/state/signal";
import type { Toast, Toasts } from "@/lib/toasts";
import { IconButton } from "@/ui/button";
import { isWriting } from "@/ui/writing";

const STAYS_MS = 10_000;

/** What was just done, for ten seconds, and its undo: by the button, or with Ctrl + z. */
export function ToastLine() {
  const { toasts } = useServices();
  const toast = useSignal(toasts.current);
  return (
    <div
      role="status"
      className="pointer-events-none fixed bottom-5 left-24 z-40 max-sm:inset-x-3 max-sm:bottom-[calc(4.5rem+env(safe-area-inset-bottom))]"
    >
      {toast && <Line key={toast.id} toast={toast} toasts={toasts} />}
    </div>
  );
}

function Line({ toast, toasts }: { toast: Toast; toasts: Toasts }) {
  const [held, setHeld] = useState(false);
  const { undo } = toast;
  const takeBack = useCallback(() => {
    toasts.putAway(toast);
    void undo?.();
  }, [toasts, toast, undo]);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => toasts.putAway(toast), STAYS_MS);
    return () => clearTimeout(timer);
  }, [toasts, toast, held]);
  useUndoKey(undo ? takeBack : null);
  return (
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="pointer-events-auto flex min-h-12 w-fit max-w-full animate-rise items-center gap-1 rounded-lg bg-ink py-1 pr-1.5 pl-4 text-sm text-paper shadow-float"
    >
      <p className="min-w-0 flex-1 py-1.5 pr-2">{toast.words}</p>
      {undo && (
        <button
          type="button"
          onClick={takeBack}
          className="inline-flex h-9 shrink-0 items-center gap-1.5 rounded-md px-3 font-semibold hover:bg-paper/15 touch:h-11"
        >
          <Undo2 size={16} aria-hidden />
          Undo
        </button>
      )}
      <IconButton
        icon={X}
        label="Put away"
        onClick={() => toasts.putAway(toast)}
        className="text-paper/70 hover:bg-paper/15 hover:text-paper"
      />
    </div>
  );
}

/** Ctrl + z takes the last thing back, unless somebody is writing. */
function useUndoKey(undo: (() => void) | null): void {
  useEffect(() => {
    if (!undo) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (isWriting(event.target) || event.key !== "z" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      undo();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [undo]);
}
