import { Check, CircleAlert, RotateCcw, X } from "lucide-react";
import { useState } from "react";
import { bytes } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import type { UploadItem } from "@/lib/uploads/upload-item";
import { IconButton } from "@/ui/button";
import { Ring } from "@/ui/ring";

const ROW = 52;
const VIEW = 312;
const AHEAD = 3;

/** Every file with its own state; only the rows in sight are in the page, so a thousand cost no more than six. */
export function TrayList({ keys }: { keys: readonly string[] }) {
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / ROW) - AHEAD);
  const last = Math.min(keys.length, Math.ceil((top + VIEW) / ROW) + AHEAD);
  return (
    <div
      className="scroller overflow-y-auto border-t border-line"
      style={{ maxHeight: VIEW }}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <ul className="relative" style={{ height: keys.length * ROW }}>
        {keys.slice(first, last).map((key, index) => (
          <TrayRow key={key} itemKey={key} top={(first + index) * ROW} />
        ))}
      </ul>
    </div>
  );
}

function TrayRow({ itemKey, top }: { itemKey: string; top: number }) {
  const { uploads } = useServices();
  const item = useKeyed(uploads.items, itemKey);
  if (!item) return null;
  return (
    <li
      className="absolute inset-x-0 flex items-center gap-3 pr-2 pl-3.5"
      style={{ top, height: ROW }}
      data-phase={item.phase}
    >
      <Mark item={item} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm">
          <bdi>{item.file.name}</bdi>
        </p>
        <p
          title={item.reason ?? undefined}
          className={item.reason ? "truncate text-xs text-bad" : "truncate text-xs text-ink-faint tabular-nums"}
        >
          {lineOf(item)}
        </p>
      </div>
      {item.phase === "refused" && item.mayRetry && (
        <IconButton icon={RotateCcw} label={`Try ${item.file.name} again`} onClick={() => uploads.retry(itemKey)} />
      )}
      {item.phase !== "stored" && item.phase !== "finishing" && (
        <IconButton
          icon={X}
          label={`Cancel ${item.file.name}`}
          onClick={() => uploads.cancel([itemKey])}
          className="-ml-2"
        />
      )}
    </li>
  );
}

function Mark({ item }: { item: UploadItem }) {
  if (item.phase === "stored") return <Check size={18} className="mx-0.5 shrink-0 text-good" aria-label="Added" />;
  if (item.phase === "refused")
    return <CircleAlert size={18} className="mx-0.5 shrink-0 text-bad" aria-label="Failed" />;
  return (
    <Ring
      share={item.file.size > 0 ? item.sent / item.file.size : 0}
      size={22}
      label={item.file.name}
      className="text-accent"
    />
  );
}

const HERE_ALREADY = { LINK: "Here already, used that one", SKIP: "Here already, skipped" } as const;

function lineOf({ phase, file, sent, reason, restarted, gaveWay }: UploadItem): string {
  switch (phase) {
    case "refused":
      return reason ?? "Not added";
    case "waiting":
      return "Waiting for the connection, resumes by itself";
    case "sending":
      return `${bytes(sent)} of ${bytes(file.size)}${restarted ? ", storage lost what was sent: once more" : ""}`;
    case "finishing":
      return "Checking";
    case "asking":
      return "Here already: what shall be done?";
    case "stored":
      return gaveWay ? HERE_ALREADY[gaveWay] : bytes(file.size);
    default:
      return sent > 0 ? `${bytes(sent)} of ${bytes(file.size)} are safe` : `${bytes(file.size)}, next`;
  }
}
