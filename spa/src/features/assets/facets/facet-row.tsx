import { Check, Minus } from "lucide-react";
import type { Way } from "@/features/assets/list/choices";
import { cx } from "@/ui/class-names";
import type { Row } from "./groups";

export type OnChoose = (row: Row, way: Way) => void;

/** One value: a click chooses it, the small minus (or Alt and a click) leaves it out. */
export function FacetRow({ row, share, onChoose }: { row: Row; share?: number | undefined; onChoose: OnChoose }) {
  const { words, count, way } = row;
  return (
    <li className="group relative flex items-center rounded-md hover:bg-hover has-[:focus-visible]:bg-hover">
      {share !== undefined && (
        <span
          aria-hidden
          className="pointer-events-none absolute inset-y-1 left-7 rounded-sm bg-accent-wash"
          style={{ width: `calc((100% - 6.5rem) * ${share})` }}
        />
      )}
      <button
        type="button"
        aria-pressed={way === "has"}
        onClick={({ altKey }) => onChoose(row, altKey || way === "not" ? "not" : "has")}
        className="relative flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-md pl-1.5 text-left text-sm touch:min-h-11"
      >
        <Box way={way} />
        <bdi
          className={cx(
            "min-w-0 flex-1 truncate",
            way === "has" && "font-medium",
            way === "not" && "text-ink-faint line-through",
          )}
          title={words}
        >
          {words}
        </bdi>
        <span className="text-xs text-ink-faint tabular-nums">{count?.toLocaleString("en-GB")}</span>
      </button>
      <button
        type="button"
        aria-pressed={way === "not"}
        aria-label={`Leave out ${words}`}
        title={way === "not" ? "Left out" : "Leave out (Alt + click)"}
        onClick={() => onChoose(row, "not")}
        className={cx(
          "ml-1 h-8 shrink-0 rounded-md px-1.5 text-xs touch:h-11 touch:px-2.5",
          way === "not"
            ? "font-medium text-ink"
            : "text-ink-faint opacity-0 group-hover:opacity-100 hover:text-ink focus-visible:opacity-100 touch:opacity-100",
        )}
      >
        not
      </button>
    </li>
  );
}

function Box({ way }: { way: Way | null }) {
  return (
    <span
      aria-hidden
      className={cx(
        "grid size-4 shrink-0 place-items-center rounded-sm border",
        way === null ? "border-line-strong" : "border-accent bg-accent text-accent-ink",
      )}
    >
      {way === "has" && <Check size={12} strokeWidth={3} />}
      {way === "not" && <Minus size={12} strokeWidth={3} />}
    </span>
  );
}
