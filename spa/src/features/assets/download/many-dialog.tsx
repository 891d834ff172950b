import { CircleCheck, Download } from "lucide-react";
import { count } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Turning } from "@/ui/ring";
import { CustomForm } from "./custom-form";
import { downloadAll } from "./save";
import { isAwaited, useMany, type Made } from "./use-many";

/** One size of everything selected: the same wish for all, how many are made, and then the files. */
export function ManyDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { made, order, trouble } = useMany(ids);
  return (
    <Dialog title={`Make a size of ${count(ids.length, "item")}`} onClose={onClose}>
      {made === null ? (
        <CustomForm picture={null} waiting={false} trouble={trouble} onOrder={(what) => void order(what)} />
      ) : (
        <Outcome made={made} trouble={trouble} onClose={onClose} />
      )}
    </Dialog>
  );
}

type OutcomeProps = { made: ReadonlyMap<string, Made>; trouble: string | null; onClose: () => void };

function Outcome({ made, trouble, onClose }: OutcomeProps) {
  const all = [...made.values()];
  const urls = all.map(({ url }) => url).filter((url) => url !== null);
  const left = all.filter(isAwaited).length;
  const failed = [...made].filter(([, { trouble: why }]) => why !== null);
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="flex items-center gap-3 text-base tabular-nums">
        {left > 0 ? (
          <Turning label="Being made" />
        ) : (
          <CircleCheck size={20} className={urls.length > 0 ? "text-good" : "text-ink-faint"} aria-hidden />
        )}
        {left > 0 ? `${urls.length} of ${all.length - failed.length} are ready` : `${count(urls.length, "file")} ready`}
      </div>
      <div className="h-1 overflow-hidden rounded-full bg-sunken" aria-hidden>
        <div
          className="h-full bg-accent transition-[width] duration-200"
          style={{ width: `${(100 * (all.length - left)) / Math.max(1, all.length)}%` }}
        />
      </div>
      {trouble !== null && (
        <p role="alert" className="text-sm text-bad">
          {trouble}
        </p>
      )}
      {failed.length > 0 && <NotMade failed={failed} />}
      <div className="flex flex-wrap gap-3">
        <Button look="primary" icon={Download} disabled={urls.length === 0} onClick={() => void downloadAll(urls)}>
          {left > 0 ? `Download the ${urls.length} so far` : `Download ${count(urls.length, "file")}`}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {left > 0 ? "Close, they are made all the same" : "Close"}
        </Button>
      </div>
      {urls.length > 1 && (
        <p className="text-sm text-ink-soft">
          Your browser may ask once whether this page may save several files. Each is also kept under Download of its
          own item.
        </p>
      )}
    </div>
  );
}

function NotMade({ failed }: { failed: readonly [string, Made][] }) {
  const { library } = useServices();
  return (
    <details className="text-sm">
      <summary className="cursor-pointer font-medium text-bad">{`${count(failed.length, "item")} left out: see why`}</summary>
      <ul className="mt-2 flex flex-col gap-1.5">
        {failed.map(([id, { trouble }]) => (
          <li key={id}>
            <bdi className="font-medium">{library.assets.get(id)?.title ?? "An item"}</bdi>
            <span className="text-ink-soft"> {trouble}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
