import { ArrowDownWideNarrow, Grid2x2, Grid3x3, ListFilter } from "lucide-react";
import { useSignal } from "@/lib/state/signal";
import { Button } from "@/ui/button";
import { Chip } from "@/ui/chip";
import { Menu, MenuHeading, MenuItem, MenuLine } from "@/ui/menu";
import { chooseDensity, density, ROW_HEIGHTS } from "./grid/density";
import { isFiltered, KINDS, SORTS, STATUSES, type AssetSort, type View } from "./list/view";
import type { AssetStatus, MediaKind } from "@/lib/library/asset-card";

type BarProps = { view: View; onView: (view: View) => void };

const toggled = <Item,>(items: Item[], item: Item): Item[] =>
  items.includes(item) ? items.filter((one) => one !== item) : [...items, item];

/** What narrows the view, one chip each. */
export function FilterChips({ view, onView }: BarProps) {
  const { kinds, statuses, tags } = view;
  if (!isFiltered(view)) return null;
  return (
    <div role="group" aria-label="Filters" className="flex flex-wrap gap-1.5">
      {kinds.map((kind) => (
        <Chip key={kind} onRemove={() => onView({ ...view, kinds: toggled(kinds, kind) })}>
          {KINDS[kind]}
        </Chip>
      ))}
      {tags.map((tag) => (
        <Chip key={tag} onRemove={() => onView({ ...view, tags: toggled(tags, tag) })}>
          {tag}
        </Chip>
      ))}
      {statuses.map((status) => (
        <Chip key={status} onRemove={() => onView({ ...view, statuses: toggled(statuses, status) })}>
          {STATUSES[status] ?? status}
        </Chip>
      ))}
    </div>
  );
}

export function FilterMenu({ view, onView }: BarProps) {
  return (
    <Menu
      label="Filter"
      trigger={(props) => (
        <Button look="quiet" icon={ListFilter} aria-label="Filter" {...props}>
          <span className="max-lg:hidden">Filter</span>
        </Button>
      )}
    >
      <MenuHeading>Kind</MenuHeading>
      {(Object.keys(KINDS) as MediaKind[]).map((kind) => (
        <MenuItem
          key={kind}
          many
          checked={view.kinds.includes(kind)}
          onSelect={() => onView({ ...view, kinds: toggled(view.kinds, kind) })}
        >
          {KINDS[kind]}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuHeading>State</MenuHeading>
      {(Object.keys(STATUSES) as AssetStatus[]).map((status) => (
        <MenuItem
          key={status}
          many
          checked={view.statuses.includes(status)}
          onSelect={() => onView({ ...view, statuses: toggled(view.statuses, status) })}
        >
          {STATUSES[status]}
        </MenuItem>
      ))}
    </Menu>
  );
}

export function SortMenu({ view, onView }: BarProps) {
  return (
    <Menu
      label="Sort"
      trigger={(props) => (
        <Button look="quiet" icon={ArrowDownWideNarrow} aria-label={`Sort: ${SORTS[view.sort]}`} {...props}>
          <span className="max-lg:hidden">{SORTS[view.sort]}</span>
        </Button>
      )}
    >
      {(Object.keys(SORTS) as AssetSort[]).map((sort) => (
        <MenuItem key={sort} checked={view.sort === sort} onSelect={() => onView({ ...view, sort })}>
          {SORTS[sort]}
        </MenuItem>
      ))}
      <div className="md:hidden">
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
    <label className="flex items-center gap-2 px-2 text-ink-faint max-md:hidden">
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
