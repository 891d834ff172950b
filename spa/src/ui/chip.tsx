import { X } from "lucide-react";

type ChipProps = {
  /** What kind of thing it is, where the words do not say so by themselves. */
  before?: string | undefined;
  children: string;
  onRemove: () => void;
};

/** Something that narrows the view; the cross takes it away. */
export function Chip({ before, children, onRemove }: ChipProps) {
  return (
    <span className="inline-flex h-8 max-w-full shrink-0 items-center gap-0.5 rounded-full bg-accent-wash pr-1 pl-3 text-sm font-medium text-ink">
      <span className="truncate">
        {before !== undefined && <span className="font-normal text-ink-soft">{before} </span>}
        <bdi>{children}</bdi>
      </span>
      <button
        type="button"
        aria-label={`Remove filter: ${children}`}
        onClick={onRemove}
        className="inline-grid size-7 shrink-0 place-items-center rounded-full text-ink-soft hover:bg-press hover:text-ink"
      >
        <X size={14} aria-hidden />
      </button>
    </span>
  );
}
