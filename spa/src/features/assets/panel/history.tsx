import { useState } from "react";
import { graphql, type ResultOf } from "@/lib/api/graphql";
import { wordsFor } from "@/lib/api/request-failed";
import { instant } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { Button } from "@/ui/button";
import { Turning } from "@/ui/ring";
import { changeWords } from "./change-words";
import { edit, type Edit } from "./editing";
import { asItWas } from "./putting-back";
import { SUMMARY } from "./renditions";

const ReadHistory = graphql(`
  query ReadHistory($id: ID!, $after: String) {
    asset(id: $id) {
      history(first: 20, after: $after) {
        nodes { at field before after actor { __typename ... on User { name } ... on ApiKey { name } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);

type Page = NonNullable<ResultOf<typeof ReadHistory>["asset"]>["history"];
type State = { changes: Page["nodes"]; next: string | null; busy: boolean; trouble: string | null };

const NOTHING: State = { changes: [], next: null, busy: true, trouble: null };

/** Who changed what, read once somebody wants to know. */
export function History({ id }: { id: string }) {
  const { ask } = useServices();
  const [state, setState] = useState<State | null>(null);
  const read = (after: string | null): void => {
    setState((known) => ({ ...(known ?? NOTHING), busy: true, trouble: null }));
    ask(ReadHistory, { id, after }).then(
      ({ asset }) => setState((known) => withPage(known ?? NOTHING, asset?.history)),
      (error: unknown) => setState((known) => ({ ...(known ?? NOTHING), busy: false, trouble: wordsFor(error) })),
    );
  };
  return (
    <details
      className="group mt-1 border-t border-line pt-1"
      onToggle={({ currentTarget }) => currentTarget.open && !state && read(null)}
    >
      <summary className={SUMMARY}>History</summary>
      {state && (
        <div className="text-sm">
          <ol>
            {state.changes.map((change, index) => (
              <Entry key={index} id={id} change={change} />
            ))}
          </ol>
          {state.busy && <Turning label="Reading" />}
          {!state.busy && state.changes.length === 0 && state.trouble === null && (
            <p className="text-ink-faint">Nothing was changed since it came.</p>
          )}
          {state.trouble !== null && <p role="alert">{state.trouble}</p>}
          {!state.busy && (state.next !== null || state.trouble !== null) && (
            <Button look="quiet" className="-ml-3" onClick={() => read(state.next)}>
              {state.trouble === null ? "Show earlier ones" : "Try again"}
            </Button>
          )}
        </div>
      )}
    </details>
  );
}

const withPage = ({ changes }: State, page: Page | undefined): State => ({
  changes: [...changes, ...(page?.nodes ?? [])],
  next: page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null,
  busy: false,
  trouble: null,
});

function Entry({ id, change }: { id: string; change: Page["nodes"][number] }) {
  const { what, became } = changeWords(change);
  // Tags that came with the file are taken off one by one, where they are shown.
  const before = change.actor || change.field !== "tags" ? asItWas(change) : null;
  return (
    <li className="border-t border-line py-2">
      <p className="[overflow-wrap:anywhere]">
        {what}
        {became !== null && (
          <>
            {": "}
            <bdi className="text-ink-soft">{became}</bdi>
          </>
        )}
      </p>
      <p className="flex items-baseline gap-2 text-xs text-ink-faint">
        <span className="min-w-0 flex-1">
          {change.actor ? <bdi>{change.actor.name}</bdi> : "By itself"}
          {`, ${instant(change.at)}`}
        </span>
        {before && <PutBack id={id} what={what} before={before} />}
      </p>
    </li>
  );
}

/** Makes a field again what it was; that is a change, too, and the history says so. */
function PutBack({ id, what, before }: { id: string; what: string; before: Edit }) {
  const services = useServices();
  const [busy, setBusy] = useState(false);
  const putBack = async (): Promise<void> => {
    setBusy(true);
    const wrong = await edit(services, id, before);
    setBusy(false);
    services.toasts.say(wrong ?? "Put back as it was.");
  };
  return (
    <button
      type="button"
      disabled={busy}
      aria-label={`Put back what was there before: ${what}`}
      onClick={() => void putBack()}
      className="shrink-0 rounded-sm px-1 py-0.5 font-medium text-accent hover:bg-hover"
    >
      Put back
    </button>
  );
}
