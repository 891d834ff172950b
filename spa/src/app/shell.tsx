import { Images, ListChecks, Plus, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { AccountMenu } from "@/features/accounts/account-menu";
import { useViewer } from "@/features/accounts/viewer";
import { KeysButton } from "@/features/assets/keys-dialog";
import { cx } from "@/ui/class-names";
import { Logo } from "@/ui/logo";

/** The frame around every screen: a rail at the left, on a phone a bar at the bottom. */
export function Shell({ children, onAdd }: { children: ReactNode; onAdd: () => void }) {
  const managesLibrary = useViewer().viewer.permissions.includes("library.manage");
  return (
    <div className="flex h-dvh flex-col sm:flex-row">
      <nav
        aria-label="Vitrine"
        className="z-10 flex w-20 shrink-0 flex-col items-center gap-1 border-r border-line py-4 max-sm:hidden"
      >
        <span className="mb-5">
          <Logo size={30} />
        </span>
        <RailLink to="/" icon={Images} name="Library" />
        {managesLibrary && <RailLink to="/queues" icon={ListChecks} name="Queues" />}
        <span className="mt-auto flex flex-col items-center gap-2">
          <KeysButton />
          <AccountMenu />
        </span>
      </nav>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">{children}</div>
      <nav
        aria-label="Vitrine"
        className="z-10 grid h-[calc(3.75rem+env(safe-area-inset-bottom))] shrink-0 grid-cols-3 items-center border-t border-line bg-paper pb-[env(safe-area-inset-bottom)] sm:hidden"
      >
        <span className="justify-self-center">
          <RailLink to="/" icon={Images} name="Library" />
        </span>
        <button
          type="button"
          aria-label="Add files"
          onClick={onAdd}
          className="grid size-12 place-items-center justify-self-center rounded-full bg-accent text-accent-ink"
        >
          <Plus size={24} aria-hidden />
        </button>
        <span className="justify-self-center">
          <AccountMenu align="end" />
        </span>
      </nav>
    </div>
  );
}

function RailLink({ to, icon: Icon, name }: { to: string; icon: LucideIcon; name: string }) {
  return (
    <NavLink
      to={to}
      className={({ isActive }) =>
        cx(
          "flex w-16 flex-col items-center gap-0.5 rounded-md py-1.5 text-xs font-medium",
          isActive ? "text-accent" : "text-ink-soft hover:text-ink",
        )
      }
    >
      <Icon size={22} strokeWidth={1.7} aria-hidden />
      {name}
    </NavLink>
  );
}
