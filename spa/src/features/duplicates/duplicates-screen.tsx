import { CloudOff, Copy } from "lucide-react";
import { useState } from "react";
import { count } from "@/lib/format/words";
import { useSignal } from "@/lib/state/signal";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Turning } from "@/ui/ring";
import { DuplicateGroup } from "./duplicate-group";
import type { Group } from "./operations";
import { waiting } from "./use-duplicate-count";
import { useDuplicates } from "./use-duplicates";
import { useReviewKeys } from "./use-review-keys";

/** What looks alike, group by group: keep the best one, or all of them. */
export function DuplicatesScreen() {
  const { groups, trouble, keep, keepAll, readAgain, readMore } = useDuplicates();
  const total = useSignal(waiting);
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const choose = (group: Group, id: string): void => setChosen((before) => new Map(before).set(group.id, id));
  const choiceIn = (group: Group): string => chosen.get(group.id) ?? group.assets[0]?.id ?? "";
  useReviewKeys(groups, {
    choose,
    keep: (group) => void keep(group, choiceIn(group)),
    keepAll: (group) => void keepAll(group),
  });
  return (
    <main className="scroller relative min-h-0 flex-1 overflow-y-auto">
      <div className="flex max-w-7xl flex-col gap-5 px-4 pb-24 sm:px-6">
        <header className="flex min-h-16 flex-wrap items-center gap-x-2">
          <h1 className="text-lg font-semibold tracking-tight">Duplicates</h1>
          {total > 0 && <p className="text-sm text-ink-faint tabular-nums">{count(total, "group")} to look at</p>}
          {groups && groups.length > 0 && (
            <p className="ml-auto text-sm text-ink-faint touch:hidden">
              <Key>1</Key> <Key>9</Key> choose <Key>Enter</Key> keep it <Key>K</Key> keep all
            </p>
          )}
        </header>
        {trouble !== null && groups !== null && (
          <p role="alert" className="rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
            {trouble}
          </p>
        )}
        {groups === null && trouble === null && (
          <div className="grid h-40 place-items-center">
            <Turning label="Reading what looks alike" />
          </div>
        )}
        {groups === null && trouble !== null && (
          <Notice
            icon={CloudOff}
            title="Duplicates cannot be read just now"
            actions={<Button onClick={readAgain}>Try again</Button>}
          >
            {trouble}
          </Notice>
        )}
        {groups?.map((group) => (
          <DuplicateGroup
            key={group.id}
            group={group}
            chosen={choiceIn(group)}
            onChoose={(id) => choose(group, id)}
            onKeep={() => void keep(group, choiceIn(group))}
            onKeepAll={() => void keepAll(group)}
          />
        ))}
        {groups && groups.length > 0 && readMore && (
          <Button look="quiet" className="self-center" onClick={readMore}>
            Show more groups
          </Button>
        )}
        {groups?.length === 0 && readMore === null && (
          <Notice icon={Copy} title="Nothing looks alike">
            Pictures and films that look alike, or have the very same bytes, come here to be decided about. New ones are
            compared as they arrive.
          </Notice>
        )}
      </div>
    </main>
  );
}

const Key = ({ children }: { children: string }) => (
  <kbd className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 font-sans text-xs text-ink-soft">
    {children}
  </kbd>
);
