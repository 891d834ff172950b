import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type NoticeProps = {
  icon?: LucideIcon;
  picture?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
};

/** A screen with nothing to show: what it is for, or what happened, and the first step. */
export function Notice({ icon: Icon, picture, title, children, actions }: NoticeProps) {
  return (
    <div className="mx-auto flex max-w-md animate-appear flex-col items-center px-6 py-16 text-center">
      {picture}
      {Icon && <Icon size={32} strokeWidth={1.4} className="mb-5 text-ink-faint" aria-hidden />}
      <h2 className="text-lg font-semibold text-balance">{title}</h2>
      {children !== undefined && <div className="mt-2 text-base text-pretty text-ink-soft">{children}</div>}
      {actions !== undefined && <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
