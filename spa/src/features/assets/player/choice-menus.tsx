import { useSignal } from "@/lib/state/signal";
import { cx } from "@/ui/class-names";
import { Menu, MenuHeading, MenuItem } from "@/ui/menu";
import type { Player } from "./player";
import { CONTROL } from "./player-button";
import { SPEEDS } from "./player-keys";

/** How fast. */
export function SpeedMenu({ player, className = CONTROL }: { player: Player; className?: string }) {
  const { speed } = useSignal(player.head.state);
  return (
    <Menu
      label="Speed"
      side="up"
      trigger={(props) => (
        <button
          type="button"
          aria-label={`Speed, ${speed} times`}
          title="Speed (< >)"
          className={cx(className, "min-w-10 px-2")}
          {...props}
        >
          {`${speed}×`}
        </button>
      )}
    >
      <MenuHeading>Speed</MenuHeading>
      {SPEEDS.map((one) => (
        <MenuItem key={one} checked={one === speed} onSelect={() => player.setSpeed(one)}>
          {one === 1 ? "1× as filmed" : `${one}×`}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** How fine; only where there is a choice. */
export function QualityMenu({ player }: { player: Player }) {
  const { offered, chosen, playing } = useSignal(player.qualities);
  if (offered.length < 2) return null;
  const nameOf = (id: number | null): string | undefined => offered.find((one) => one.id === id)?.name;
  const shown = nameOf(chosen) ?? "Auto";
  return (
    <Menu
      label="Quality"
      side="up"
      trigger={(props) => (
        <button
          type="button"
          aria-label={`Quality, ${shown}`}
          title="Quality"
          className={cx(CONTROL, "min-w-10 px-2")}
          {...props}
        >
          {shown}
        </button>
      )}
    >
      <MenuHeading>Quality</MenuHeading>
      <MenuItem checked={chosen === null} onSelect={() => player.choose(null)}>
        Auto{playing !== null && <span className="text-ink-faint">{` ${nameOf(playing) ?? ""} now`}</span>}
      </MenuItem>
      {offered.map(({ id, name }) => (
        <MenuItem key={id} checked={id === chosen} onSelect={() => player.choose(id)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
