import { Braces, Contrast, KeyRound, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useState, type ReactNode } from "react";
import { bytes } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { Menu, MenuHeading, MenuItem, MenuLine } from "@/ui/menu";
import { PasswordDialog } from "./password-dialog";
import { chooseContrast, chooseTheme, contrastChoice, themeChoice, useAppearance } from "./appearance";
import { useViewer, type Viewer } from "./viewer";

type AccountMenuProps = {
  side?: "up" | "down";
  align?: "start" | "end";
  /** Further choices, before those of the account. */
  children?: ReactNode;
};

/** Who is signed in, where, and what concerns only them. */
export function AccountMenu({ side = "up", align = "start", children }: AccountMenuProps) {
  const { session } = useServices();
  const { viewer } = useViewer();
  const [asking, setAsking] = useState(false);
  useAppearance();
  const signOut = (): void => {
    // A fresh page holds nothing of the person who left.
    void session
      .signOut()
      .catch(() => undefined)
      .finally(() => location.assign("/"));
  };
  return (
    <>
      <Menu label="Account" side={side} align={align} trigger={(props) => <Avatar viewer={viewer} {...props} />}>
        <Who viewer={viewer} />
        <MenuLine />
        {children}
        <MenuHeading>Appearance</MenuHeading>
        <MenuItem icon={Monitor} checked={themeChoice() === "system"} onSelect={() => chooseTheme("system")}>
          As the system
        </MenuItem>
        <MenuItem icon={Sun} checked={themeChoice() === "light"} onSelect={() => chooseTheme("light")}>
          Light
        </MenuItem>
        <MenuItem icon={Moon} checked={themeChoice() === "dark"} onSelect={() => chooseTheme("dark")}>
          Dark
        </MenuItem>
        <MenuItem icon={Contrast} many checked={contrastChoice()} onSelect={() => chooseContrast(!contrastChoice())}>
          High contrast
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Braces} onSelect={() => location.assign("/graphql")}>
          Explore the API
        </MenuItem>
        {viewer.actor.__typename === "User" && (
          <MenuItem icon={KeyRound} onSelect={() => setAsking(true)}>
            {viewer.hasPassword ? "Change password" : "Set a password"}
          </MenuItem>
        )}
        <MenuItem icon={LogOut} onSelect={signOut}>
          Sign out
        </MenuItem>
      </Menu>
      {asking && <PasswordDialog onClose={() => setAsking(false)} />}
    </>
  );
}

function Who({ viewer }: { viewer: Viewer }) {
  return (
    <div role="presentation" className="max-w-72 px-2.5 pt-1.5 pb-1">
      <div className="truncate text-sm font-medium">{viewer.actor.name}</div>
      {viewer.actor.__typename === "User" && <div className="truncate text-sm text-ink-soft">{viewer.actor.email}</div>}
      <div className="mt-1.5 truncate text-xs text-ink-faint">
        {viewer.library.name} · {bytes(viewer.library.storageUsed)} kept
      </div>
    </div>
  );
}

/** The first character as a reader sees it, whatever the script. */
function initialOf(name: string): string | undefined {
  const [first] = new Intl.Segmenter().segment(name.trim());
  return first?.segment.toUpperCase();
}

function Avatar({ viewer, ...props }: { viewer: Viewer } & React.ComponentProps<"button">) {
  return (
    <button
      type="button"
      aria-label={`Account: ${viewer.actor.name}`}
      title={viewer.actor.name}
      className="grid size-11 place-items-center rounded-full hover:bg-hover"
      {...props}
    >
      <span aria-hidden className="grid size-8 place-items-center rounded-full bg-ink text-sm font-medium text-paper">
        {initialOf(viewer.actor.name) ?? "·"}
      </span>
    </button>
  );
}
