import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "@/ui/class-names";

type ButtonProps = Omit<ComponentProps<"button">, "children"> & { icon: LucideIcon; label: string; hint?: string };

/** A control of a player, in the colour of its ground: its label is its name, and with its key its tooltip. */
export function PlayerButton({ icon: Icon, label, hint, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={hint === undefined ? label : `${label} (${hint})`}
      className={cx(CONTROL, "w-10 touch:w-11", className)}
      {...rest}
    >
      <Icon size={19} strokeWidth={1.9} aria-hidden />
    </button>
  );
}

/** What every control on a film looks like, whether a sign or a word. */
export const CONTROL =
  "relative inline-flex h-10 shrink-0 items-center justify-center rounded-md text-sm font-medium tabular-nums transition-colors hover:bg-current/15 active:bg-current/25 focus-visible:outline-current focus-visible:-outline-offset-2 touch:h-11";
