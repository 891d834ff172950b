import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { cx } from "@/ui/class-names";
import { IconButton } from "@/ui/button";

type DialogProps = { title: string; wide?: boolean; onClose: () => void; children: ReactNode };

/** A question or a list in front of everything; Escape and a click beside it close it. */
export function Dialog({ title, wide = false, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // The native dialog answers Escape itself; the click is only for a pointer beside it.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      aria-labelledby={heading}
      // Closed and opened again in one breath, it is still open when it hears of the closing.
      onClose={() => !ref.current?.open && onClose()}
      onClick={({ target, currentTarget }) => target === currentTarget && onClose()}
      className={cx(
        "m-auto max-w-[calc(100vw-2rem)] animate-rise overflow-hidden rounded-lg bg-raised p-0 text-ink shadow-float backdrop:bg-backdrop",
        wide ? "w-[46rem]" : "w-[30rem]",
      )}
    >
      <div className="scroller relative max-h-[85dvh] overflow-y-auto p-6">
        <header className="mb-4 flex items-start justify-between gap-4">
          <h2 id={heading} className="text-lg font-semibold">
            {title}
          </h2>
          <IconButton icon={X} label="Close" onClick={onClose} className="-mt-1 -mr-2" />
        </header>
        {children}
      </div>
    </dialog>
  );
}
