import { Check, ChevronDown, ChevronUp, CircleAlert, Pause, Play, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { bytes, count, remaining } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { useSignal } from "@/lib/state/signal";
import { isUnfinished, type UploadPhase } from "@/lib/uploads/upload-item";
import type { UploadQueue } from "@/lib/uploads/upload-queue";
import { Button, IconButton } from "@/ui/button";
import { Ring } from "@/ui/ring";
import { DuplicateQuestion } from "./duplicate-question";
import { TrayList } from "./tray-list";
import { useLeaveWarning } from "./use-leave-warning";
import { useUploadTotals, type TotalsNow } from "./use-upload-totals";

/** Everything on its way, small until opened; it stays while one moves about, and until it is put away. */
export function UploadTray() {
  const { uploads } = useServices();
  const order = useSignal(uploads.order);
  const putAway = useSignal(uploads.putAwayUpTo);
  const keys = order.slice(putAway);
  const totals = useUploadTotals();
  const [open, setOpen] = useState(false);
  useLeaveWarning();
  if (keys.length === 0) return null;
  return (
    <section
      aria-label="Uploads"
      data-unfinished={totals.unfinished}
      className="fixed right-4 bottom-4 z-20 w-[min(23rem,calc(100vw-2rem))] animate-rise rounded-lg border border-line bg-raised shadow-float max-sm:bottom-[calc(4.5rem+env(safe-area-inset-bottom))]"
    >
      <Summary totals={totals} open={open} onToggle={() => setOpen(!open)} />
      <DuplicateQuestion asking={totals.asking} />
      {open && <TrayList keys={urgentFirst(keys, uploads)} />}
      {open && <TrayActions keys={keys} />}
    </section>
  );
}

const RANKS: Record<UploadPhase, number> = {
  refused: 0,
  asking: 0,
  sending: 1,
  waiting: 1,
  finishing: 1,
  ready: 2,
  chosen: 2,
  stored: 3,
};

/** What needs the person comes first, then what is on its way, what is to come, and what is kept; each in its order. */
function urgentFirst(keys: readonly string[], { items }: UploadQueue): readonly string[] {
  const rank = (key: string): number => RANKS[items.get(key)?.phase ?? "stored"];
  return [...keys].sort((one, other) => rank(one) - rank(other));
}

function Summary({ totals, open, onToggle }: { totals: TotalsNow; open: boolean; onToggle: () => void }) {
  const { uploads } = useServices();
  const done = totals.unfinished === 0;
  const putAway = (): void => uploads.putAway();
  return (
    <div className="flex items-center gap-3 py-2.5 pr-2 pl-3.5">
      <Sign totals={totals} />
      <div className="min-w-0 flex-1">
        <p role="status" className="truncate text-sm font-medium tabular-nums">
          {headline(totals)}
        </p>
        <p className="truncate text-xs text-ink-soft tabular-nums">{detailLine(totals)}</p>
      </div>
      <IconButton
        icon={open ? ChevronDown : ChevronUp}
        label={open ? "Show less" : "Show every file"}
        aria-expanded={open}
        onClick={onToggle}
      />
      {done && <IconButton icon={X} label="Put away" onClick={putAway} className="-ml-2" />}
    </div>
  );
}

function Sign({ totals }: { totals: TotalsNow }) {
  if (totals.unfinished > 0) {
    return (
      <Ring
        share={totals.bytes > 0 ? totals.sent / totals.bytes : 0}
        size={28}
        label="All uploads"
        className="text-accent"
      />
    );
  }
  const [Icon, colour] = totals.refused > 0 ? [CircleAlert, "text-bad"] : [Check, "text-good"];
  return (
    <span className="grid size-7 place-items-center">
      <Icon size={20} className={colour} aria-hidden />
    </span>
  );
}

function headline({ files, stored, here, refused, unfinished }: TotalsNow): string {
  if (unfinished > 0) return `${stored.toLocaleString("en-GB")} of ${count(files - refused, "file")} added`;
  if (stored === 0) return `${refused === 1 ? "1 file was" : `${refused} files were`} not added`;
  if (stored === here) return `${count(here, "file")} ${here === 1 ? "was" : "were"} here already`;
  return `${count(stored - here, "file")} added`;
}

function detailLine({ unfinished, stored, here, refused, asking, ...totals }: TotalsNow): string {
  const { bytes: all, sent, speed, seconds, waiting } = totals;
  const failed = refused > 0 ? `${refused} failed, see why` : null;
  const known = here > 0 && here < stored ? `${here} here already` : null;
  if (unfinished === 0)
    return [failed ?? (here === stored ? null : `${bytes(all)}, all kept`), known].filter(Boolean).join(" · ");
  if (waiting === unfinished) return "Waiting for the connection, resumes by itself";
  if (asking.length === unfinished) return "Waiting for your answer";
  const parts = [
    `${bytes(sent)} of ${bytes(all)}`,
    speed !== null && `${bytes(speed)}/s`,
    seconds !== null && `${remaining(seconds)} left`,
    failed,
  ];
  return parts.filter(Boolean).join(" · ");
}

function TrayActions({ keys }: { keys: readonly string[] }) {
  const { uploads } = useServices();
  const paused = useSignal(uploads.paused);
  const items = keys.map((key) => uploads.items.get(key)).filter((item) => item !== undefined);
  const retryable = items.filter(({ phase, mayRetry }) => phase === "refused" && mayRetry).map(({ key }) => key);
  const unfinished = items.filter(isUnfinished).map(({ key }) => key);
  if (unfinished.length + retryable.length === 0) return null;
  return (
    <div className="flex justify-end gap-1 border-t border-line px-2 py-1.5">
      {retryable.length > 0 && (
        <Button look="quiet" icon={RotateCcw} onClick={() => retryable.forEach((key) => uploads.retry(key))}>
          Try failed again
        </Button>
      )}
      {unfinished.length > 0 && (
        <>
          <Button
            look="quiet"
            icon={paused ? Play : Pause}
            onClick={() => (paused ? uploads.resume() : uploads.pause())}
          >
            {paused ? "Go on" : "Pause"}
          </Button>
          <Button look="danger" icon={X} onClick={() => uploads.cancel(unfinished)}>
            Cancel all
          </Button>
        </>
      )}
    </div>
  );
}
