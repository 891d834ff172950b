import { ArrowDownWideNarrow, Grid2x2, Grid3x3, ListFilter } from "lucide-react";
import { useSignal } from "@/lib/state/signal";
import { Button } from "@/ui/button";
import { Menu, MenuItem, MenuLine } from "@/ui/menu";
import { chooseDensity, density, ROW_HEIGHTS } from "./grid/density";
import { sortsFor, sortWords } from "./list/sorts";
import type { View } from "./list/view";
import type { ShowView } from "./use-viewing";

type BarProps = { view: View; show: ShowView };

type FilterButtonProps = { open: boolean; chosen: number; onToggle: () => void };

/** Opens and closes what the view can be narrowed by, and says how much narrows it. */
export function FilterButton({ open, chosen, onToggle }: FilterButtonProps) {
  return (
    <Button
      look="quiet"
      icon={ListFilter}
      aria-label={chosen === 0 ? "Filters" : `Filters: ${chosen} chosen`}
      aria-expanded={open}
      aria-keyshortcuts="f"
      title="Filters (f)"
      onClick={onToggle}
      className={open ? "bg-hover text-ink" : ""}
    >
      <span className="max-lg:hidden">Filters</span>
      {chosen > 0 && (
        <span className="min-w-5 rounded-full bg-accent px-1.5 text-xs leading-5 text-accent-ink tabular-nums">
          {chosen}
        </span>
      )}
    </Button>
  );
}

/** In which order things stand. */
export function SortMenu({ view, show }: BarProps) {
  return (
    <Menu
      label="Sort"
      trigger={(props) => (
        <Button look="quiet" icon={ArrowDownWideNarrow} aria-label={`Sort: ${sortWords(view.sort)}`} {...props}>
          <span className="max-lg:hidden">{sortWords(view.sort)}</span>
        </Button>
      )}
    >
      {sortsFor(view).map((sort) => (
        <MenuItem key={sort} checked={view.sort === sort} onSelect={() => show({ ...view, sort })}>
          {sortWords(sort)}
        </MenuItem>
      ))}
      <div className="lg:hidden">
        <MenuLine />
        <MenuItem icon={Grid2x2} onSelect={() => chooseDensity(Math.min(ROW_HEIGHTS.length - 1, density.get() + 1))}>
          Larger pictures
        </MenuItem>
        <MenuItem icon={Grid3x3} onSelect={() => chooseDensity(Math.max(0, density.get() - 1))}>
          Smaller pictures
        </MenuItem>
      </div>
    </Menu>
  );
}

/** Larger or smaller pictures. */
export function DensitySlider() {
  const step = useSignal(density);
  return (
    <label className="flex items-center gap-2 px-2 text-ink-faint max-lg:hidden">
      <Grid3x3 size={16} strokeWidth={1.8} aria-hidden />
      <input
        type="range"
        min={0}
        max={ROW_HEIGHTS.length - 1}
        step={1}
        value={step}
        aria-label="Size of pictures"
        onChange={({ target }) => chooseDensity(Number(target.value))}
        className="h-9 w-24 accent-accent"
      />
      <Grid2x2 size={16} strokeWidth={1.8} aria-hidden />
    </label>
  );
}
