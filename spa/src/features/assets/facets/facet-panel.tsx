import { X } from "lucide-react";
import { choose } from "@/features/assets/list/choices";
import { cleared, isFiltered, type View } from "@/features/assets/list/view";
import type { ShowView } from "@/features/assets/use-viewing";
import { Button, IconButton } from "@/ui/button";
import { Sheet } from "@/ui/sheet";
import { Turning } from "@/ui/ring";
import { FacetGroup } from "./facet-group";
import type { OnChoose } from "./facet-row";
import { groupsOf } from "./groups";
import { useNames } from "./names";
import { useFacets } from "./use-facets";

type PanelProps = { view: View; show: ShowView; onClose: () => void };

/** What the view can be narrowed by, left of the grid. */
export function FacetPanel(props: PanelProps) {
  return (
    <aside
      aria-label="Filters"
      className="scroller flex w-72 shrink-0 animate-appear flex-col overflow-y-auto border-r border-line px-3 pb-6"
    >
      <header className="sticky top-0 z-10 -mx-3 flex h-11 shrink-0 items-center justify-between bg-paper px-4.5">
        <h2 className="text-sm font-semibold text-ink-soft">Filters</h2>
        <span className="-mr-2 flex items-center">
          <ClearButton {...props} />
          <IconButton icon={X} label="Close the filters" onClick={props.onClose} />
        </span>
      </header>
      <Groups {...props} />
    </aside>
  );
}

/** The same from below, where there is no room beside the grid. `words` says what choosing leads to. */
export function FacetSheet({ words, ...props }: PanelProps & { words: string }) {
  return (
    <Sheet
      title="Filters"
      onClose={props.onClose}
      actions={
        <>
          <ClearButton {...props} />
          <Button look="primary" onClick={props.onClose} className="flex-1">
            {words}
          </Button>
        </>
      }
    >
      <Groups {...props} />
    </Sheet>
  );
}

function ClearButton({ view, show }: PanelProps) {
  if (!isFiltered(view)) return null;
  return (
    <Button look="quiet" onClick={() => show(cleared(view))}>
      Clear
    </Button>
  );
}

function Groups({ view, show }: PanelProps) {
  const counted = useFacets(view);
  const nameOf = useNames(view);
  const onChoose: OnChoose = ({ facet, value }, way) => show(choose(view, way, facet, value));
  if (counted === undefined)
    return (
      <div className="grid h-32 place-items-center">
        <Turning label="Counting" />
      </div>
    );
  const groups = groupsOf(view, counted, nameOf);
  return (
    <>
      {counted === null && (
        <p role="status" className="mb-2 rounded-md bg-sunken px-3 py-2 text-sm text-ink-soft">
          Filters cannot be counted just now; they work all the same.
        </p>
      )}
      {counted !== null && groups.length === 0 && (
        <p className="px-1.5 py-4 text-sm text-ink-soft">There is nothing to narrow here.</p>
      )}
      {groups.map((group) => (
        <FacetGroup key={group.facet} group={group} onChoose={onChoose} />
      ))}
    </>
  );
}
