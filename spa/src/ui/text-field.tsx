import { useId, type ComponentProps } from "react";
import { cx } from "@/ui/class-names";

type TextFieldProps = ComponentProps<"input"> & { label: string; hint?: string; trouble?: string | null };

/** A labelled line to write in; `trouble` says beneath it what to change. */
export function TextField({ label, hint, trouble, ...rest }: TextFieldProps) {
  const id = useId();
  const below = trouble ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={trouble ? true : undefined}
        aria-describedby={below ? `${id}-below` : undefined}
        className={cx(
          "h-11 rounded-md border bg-raised px-3 text-base outline-offset-0 placeholder:text-ink-faint",
          trouble ? "border-bad" : "border-line-strong",
        )}
        {...rest}
      />
      {below && (
        <p
          id={`${id}-below`}
          role={trouble ? "alert" : undefined}
          className={cx("text-sm", trouble ? "text-bad" : "text-ink-soft")}
        >
          {below}
        </p>
      )}
    </div>
  );
}
