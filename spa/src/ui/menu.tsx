import { Check, type LucideIcon } from "lucide-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { cx } from "@/ui/class-names";

type TriggerProps = { "aria-haspopup": "menu"; "aria-expanded": boolean; "aria-controls": string; onClick: () => void };
type MenuProps = {
  label: string;
  trigger: (props: TriggerProps) => ReactNode;
  children: ReactNode;
  align?: "start" | "end";
  side?: "down" | "up";
};

/** A list of choices that opens from its trigger: arrows move, Escape and a click elsewhere close. */
export function Menu({ label, trigger, children, align = "end", side = "down" }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  useClosing(open, root, () => setOpen(false));
  useEffect(() => {
    const items = itemsIn(root.current);
    if (open)
      (
        items.find((item) => item.getAttribute("role") === "menuitemradio" && item.ariaChecked === "true") ?? items[0]
      )?.focus();
  }, [open]);
  return (
    <div ref={root} className="relative">
      {trigger({ "aria-haspopup": "menu", "aria-expanded": open, "aria-controls": id, onClick: () => setOpen(!open) })}
      {open && (
        <div
          id={id}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={(event) => moveFocus(event, root.current, () => setOpen(false))}
          className={cx(
            "absolute z-40 min-w-56 animate-appear rounded-lg border border-line bg-raised p-1.5 text-ink shadow-float",
            align === "end" ? "right-0" : "left-0",
            side === "down" ? "top-full mt-1.5" : "bottom-full mb-1.5",
          )}
        >
          {children}
        </div>
      )}
    </div>
  );
}

type ItemProps = { icon?: LucideIcon; checked?: boolean; many?: boolean; onSelect: () => void; children: ReactNode };

/** One choice; with `checked` it is one of several, with `many` any number may be checked. */
export function MenuItem({ icon: Icon, checked, many = false, onSelect, children }: ItemProps) {
  const role = checked === undefined ? "menuitem" : many ? "menuitemcheckbox" : "menuitemradio";
  return (
    <button
      type="button"
      role={role}
      tabIndex={-1}
      {...(checked !== undefined && { "aria-checked": checked })}
      onClick={({ currentTarget }) => {
        onSelect();
        if (!many) currentTarget.dispatchEvent(new CustomEvent("menu-done", { bubbles: true }));
      }}
      className="flex min-h-9 w-full items-center gap-2.5 rounded-md px-2.5 text-left text-sm hover:bg-hover focus-visible:bg-hover focus-visible:outline-none touch:min-h-11"
    >
      {Icon && <Icon size={16} strokeWidth={1.8} className="text-ink-soft" aria-hidden />}
      <span className="min-w-0 flex-1">{children}</span>
      {checked === true && <Check size={16} className="text-accent" aria-hidden />}
    </button>
  );
}

/** A heading over some of a menu's choices. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <div role="presentation" className="px-2.5 pt-2 pb-1 text-xs text-ink-faint">
      {children}
    </div>
  );
}

export const MenuLine = () => <hr className="my-1.5 border-line" />;

/** The choices that are shown; some are only for a phone. */
const itemsIn = (root: HTMLElement | null): HTMLElement[] =>
  [...(root?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])].filter((item) => item.offsetParent !== null);

function moveFocus(event: KeyboardEvent, root: HTMLElement | null, close: () => void): void {
  const items = itemsIn(root);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Tab") close();
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[(next + items.length) % items.length]?.focus();
}

function useClosing(open: boolean, root: React.RefObject<HTMLElement | null>, close: () => void): void {
  useEffect(() => {
    if (!open) return undefined;
    const element = root.current;
    const outside = ({ target }: PointerEvent): void => {
      if (!element?.contains(target as Node)) close();
    };
    const escape = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
      element?.querySelector<HTMLElement>("[aria-haspopup]")?.focus();
    };
    addEventListener("pointerdown", outside);
    addEventListener("keydown", escape, true);
    element?.addEventListener("menu-done", close);
    return () => {
      removeEventListener("pointerdown", outside);
      removeEventListener("keydown", escape, true);
      element?.removeEventListener("menu-done", close);
    };
  });
}
