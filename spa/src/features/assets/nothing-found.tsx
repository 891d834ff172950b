import { FilterX, SearchX } from "lucide-react";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { hintFor, quoted } from "./found-words";
import { cleared, isFiltered, withWords, type View } from "./list/view";
import type { ShowView } from "./use-viewing";

/** Nothing is left of what there is: what was asked, and each way to ask for more. */
export function NothingFound({ view, show, place }: { view: View; show: ShowView; place: string | null }) {
  const { words, collection, trashed } = view;
  const searched = words !== "";
  const filtered = isFiltered(view);
  const within = place === null ? "" : ` in “${place}”`;
  const hint = hintFor(words);
  return (
    <div className="grid min-h-0 flex-1 place-items-center overflow-y-auto">
      <Notice
        icon={searched ? SearchX : FilterX}
        title={
          searched ? (
            <>
              Nothing found for <bdi>{quoted(words)}</bdi>
              {within}
            </>
          ) : (
            `Nothing matches these filters${within}`
          )
        }
        actions={
          <>
            {filtered && <Button onClick={() => show(cleared(view))}>Clear filters</Button>}
            {searched && (collection !== null || trashed) && (
              <Button onClick={() => show({ ...view, collection: null, trashed: false })}>Search everything</Button>
            )}
            {searched && (
              <Button onClick={() => show(withWords(cleared(view), ""))}>
                {collection === null ? "Show everything" : "Show the whole collection"}
              </Button>
            )}
          </>
        }
      >
        {searched && filtered && <p>The filters above narrow the search.</p>}
        {hint !== null && <p>{hint}</p>}
        {!searched && <p>What was added is still there, only not shown.</p>}
        {searched && !filtered && hint === null && (
          <p>Small typos are forgiven. Fewer words find more, and a word may be only begun.</p>
        )}
      </Notice>
    </div>
  );
}
