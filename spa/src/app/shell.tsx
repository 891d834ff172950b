import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { AccountMenu } from "@/features/accounts/account-menu";
import { KeysButton } from "@/features/assets/keys-dialog";
import { cx } from "@/ui/class-names";
import { Logo } from "@/ui/logo";
import { MenuItem, MenuLine } from "@/ui/menu";
import { usePlaces, type Place } from "./places";
import { ToastLine } from "./toast-line";

/** The frame around every screen: a rail at the left, on a phone a bar at the bottom. */
export function Shell({ children, onAdd }: { children: ReactNode; onAdd: () => void }) {
  const places = usePlaces();
  return (
    <div className="flex h-dvh flex-col sm:flex-row">
      <nav
        aria-label="Vitrine"
        className="z-10 flex w-20 shrink-0 flex-col items-center gap-1 border-r border-line py-4 max-sm:hidden"
      >
        <span className="mb-5">
          <Logo size={30} />
        </span>
        {places.map((place) => (
          <RailLink key={place.to} place={place} />
        ))}
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
          <RailLink place={places[0]} />
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
          <AccountMenu align="end">
            <PlaceItems places={places.slice(1)} />
          </AccountMenu>
        </span>
      </nav>
      <ToastLine />
    </div>
  );
}

/** On a phone, the places that have no room in the bar. */
function PlaceItems({ places }: { places: readonly Place[] }) {
  const navigate = useNavigate();
  return (
    <>
      {places.map(({ to, icon, name, number }) => (
        <MenuItem key={to} icon={icon} onSelect={() => void navigate(to)}>
          {name}
          {number > 0 && <span className="ml-2 text-ink-faint tabular-nums">{shown(number)}</span>}
        </MenuItem>
      ))}
      <MenuLine />
    </>
  );
}

function RailLink({ place: { to, icon: Icon, name, here, number } }: { place: Place }) {
  return (
    <Link
      to={to}
      aria-current={here ? "page" : undefined}
      className={cx(
        "relative flex w-18 flex-col items-center gap-0.5 rounded-md py-1.5 text-xs font-medium",
        here ? "text-accent" : "text-ink-soft hover:text-ink",
      )}
    >
      <Icon size={22} strokeWidth={1.7} aria-hidden />
      {name}
      {number > 0 && (
        <span className="absolute top-0 left-1/2 ml-1.5 min-w-5 rounded-full bg-accent px-1.5 text-center text-xs text-accent-ink tabular-nums">
          {shown(number)}
        </span>
      )}
    </Link>
  );
}

const shown = (number: number): string => (number > 99 ? "99+" : String(number));
