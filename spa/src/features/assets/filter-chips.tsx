import { Button } from "@/ui/button";
import { Chip } from "@/ui/chip";
import { useNames } from "./facets/names";
import { quoted } from "./found-words";
import { dropped, type Way } from "./list/choices";
import { FACET_NAMES, FACETS, wordsOf } from "./list/facets";
import { cleared, isNarrowed, withWords, type View } from "./list/view";
import type { ShowView } from "./use-viewing";

/** What narrows the view, one chip each, and the way back to all of it. */
export function FilterChips({ view, show }: { view: View; show: ShowView }) {
  const nameOf = useNames(view);
  if (!isNarrowed(view)) return null;
  const chips = (["has", "not"] as Way[]).flatMap((way) =>
    FACET_NAMES.flatMap((facet) => (view[way][facet] ?? []).map((value) => ({ way, facet, value }))),
  );
  return (
    <div
      role="group"
      aria-label="What is shown"
      className="flex items-center gap-1.5 max-sm:-mx-4 max-sm:overflow-x-auto max-sm:px-4 max-sm:[scrollbar-width:none] sm:flex-wrap"
    >
      {view.words !== "" && <Chip onRemove={() => show(withWords(view, ""))}>{quoted(view.words)}</Chip>}
      {chips.map(({ way, facet, value }) => (
        <Chip
          key={`${way} ${facet} ${value}`}
          before={way === "not" ? "not" : FACETS[facet].before && `${FACETS[facet].before}:`}
          onRemove={() => show(dropped(view, way, facet, value))}
        >
          {wordsOf(facet, value, nameOf)}
        </Chip>
      ))}
      <Button look="quiet" onClick={() => show(withWords(cleared(view), ""))} className="h-8 px-2.5 touch:h-11">
        Clear all
      </Button>
    </div>
  );
}
