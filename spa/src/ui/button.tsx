import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "@/ui/class-names";

type Look = "primary" | "plain" | "quiet" | "danger" | "final";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-accent-ink hover:bg-accent-deep",
  plain: "border border-line bg-raised text-ink hover:border-line-strong",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink active:bg-press",
  danger: "text-bad hover:bg-bad-wash",
  /** For what nobody can take back. */
  final: "bg-bad text-paper hover:bg-bad-deep",
};

type ButtonProps = ComponentProps<"button"> & { look?: Look; icon?: LucideIcon };

/** A button in words, with an icon where it helps. */
export function Button({ look = "plain", icon: Icon, className, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        "inline-flex h-9 shrink-0 items-center justify-center gap-2 rounded-md px-3.5 text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-50 touch:h-11",
        LOOKS[look],
        className,
      )}
      {...rest}
    >
      {Icon && <Icon size={16} strokeWidth={1.9} aria-hidden />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  icon: LucideIcon;
  label: string;
  onPicture?: boolean;
};

/** A button that is only an icon: its label is its name and its tooltip. */
export function IconButton({
  icon: Icon,
  label,
  onPicture = false,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cx(
        "inline-flex size-9 shrink-0 items-center justify-center rounded-full transition-colors disabled:opacity-40 touch:size-11",
        onPicture ? "bg-scrim text-on-picture" : "text-ink-soft hover:bg-hover hover:text-ink active:bg-press",
        className,
      )}
      {...rest}
    >
      <Icon size={18} strokeWidth={1.8} aria-hidden />
    </button>
  );
}
