import { X } from "lucide-react";

/** Something that narrows the view; the cross takes it away. */
export function Chip({ children, onRemove }: { children: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-8 items-center gap-0.5 rounded-full bg-accent-wash pr-1 pl-3 text-sm font-medium text-ink">
      <bdi>{children}</bdi>
      <button
        type="button"
        aria-label={`Remove filter: ${children}`}
        onClick={onRemove}
        className="inline-grid size-7 place-items-center rounded-full text-ink-soft hover:bg-press hover:text-ink"
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  );
}
