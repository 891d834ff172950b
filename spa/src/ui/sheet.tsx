import { X } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { IconButton } from "@/ui/button";

type SheetProps = { title: string; onClose: () => void; actions: ReactNode; children: ReactNode };

/** A panel that comes from below on a phone and from the side on a tablet; Escape and a tap beside it close it. */
export function Sheet({ title, onClose, actions, children }: SheetProps) {
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
      onClose={() => !ref.current?.open && onClose()}
      onClick={({ target, currentTarget }) => target === currentTarget && onClose()}
      className="m-0 mt-auto max-h-[85dvh] w-full max-w-none animate-rise overflow-hidden rounded-t-lg bg-raised p-0 text-ink shadow-float backdrop:bg-backdrop sm:mt-0 sm:h-dvh sm:max-h-none sm:w-88 sm:rounded-t-none"
    >
      <div className="flex max-h-[85dvh] flex-col sm:h-full sm:max-h-none">
        <header className="flex h-14 shrink-0 items-center justify-between pr-2 pl-5">
          <h2 id={heading} className="text-base font-semibold">
            {title}
          </h2>
          <IconButton icon={X} label="Close" onClick={onClose} />
        </header>
        <div className="scroller min-h-0 flex-1 overflow-y-auto px-3.5">{children}</div>
        <footer className="flex shrink-0 gap-2 border-t border-line px-4 pt-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]">
          {actions}
        </footer>
      </div>
    </dialog>
  );
}
