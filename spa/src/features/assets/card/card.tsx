import { Check } from "lucide-react";
import { memo, useEffect, useState } from "react";
import { useMay } from "@/lib/permissions";
import { useServices } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import { cx } from "@/ui/class-names";
import { CardMoving } from "./card-moving";
import { CardPicture } from "./card-picture";
import { cardState, type CardState } from "./card-state";
import { Chosen, Failed, HeldBack, KindMark, Line, Sending } from "./card-overlays";
import { KIND_WORDS } from "./kind-icon";
import { useLongPress } from "./use-long-press";

export type CardActions = {
  open: (key: string) => void;
  select: (key: string, how: "only" | "toggle" | "range") => void;
  focus: (key: string) => void;
  cancel: (key: string) => void;
  dismiss: (key: string) => void;
  retryUpload: (key: string) => void;
  retryAsset: (id: string) => void;
  download: (id: string) => void;
  /** Into the trash, or out of it where the trash is shown. */
  remove: (key: string) => void;
  /** Ask for the collection it goes into. */
  collect: (key: string) => void;
  /** Ask whether what is held back shall be released. */
  askRelease: (id: string) => void;
};

type CardProps = {
  cardKey: string;
  x: number;
  width: number;
  height: number;
  column: number;
  selected: boolean;
  selecting: boolean;
  active: boolean;
  actions: CardActions;
};

const STATUS_WORDS: Record<CardState["status"], string> = {
  CHOSEN: "chosen",
  UPLOADING: "uploading",
  PROCESSING: "in preparation",
  READY: "",
  FAILED: "failed",
  QUARANTINED: "held back",
};

/** One asset or file in the grid, in whichever state it is; only its own changes render it again. */
export const Card = memo(function Card(props: CardProps) {
  const { cardKey, x, width, height, column, selected, selecting, active, actions } = props;
  const { library, uploads } = useServices();
  const item = useKeyed(uploads.items, cardKey);
  const asset = useKeyed(library.assets.rows, item ? (item.assetId ?? undefined) : cardKey);
  const work = useKeyed(library.work, asset?.id);
  const now = useLaterLook(work?.since);
  const state = cardState(item, asset, work, now);
  const press = useLongPress(() => asset && actions.select(cardKey, "toggle"));
  return (
    // The grid hears the keys for all its cells.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="gridcell"
      aria-colindex={column}
      aria-label={nameOf(state)}
      aria-selected={selected}
      tabIndex={active ? 0 : -1}
      data-key={cardKey}
      data-asset-id={asset?.id ?? item?.assetId ?? undefined}
      data-status={state.status}
      {...press.handlers}
      onDragStart={(event) => event.preventDefault()}
      onFocus={() => actions.focus(cardKey)}
      onClick={(event) => {
        if (press.wasLong()) return;
        if (event.shiftKey) actions.select(cardKey, "range");
        else if (event.ctrlKey || event.metaKey || selecting) actions.select(cardKey, "toggle");
        else if (asset) actions.open(cardKey);
      }}
      className="group absolute top-0 cursor-pointer overflow-hidden rounded-sm bg-tile outline-offset-2 select-none"
      style={{ transform: `translateX(${x}px)`, width, height }}
    >
      <div
        className={cx(
          "absolute inset-0 overflow-hidden transition-[filter,inset,opacity] duration-150",
          state.status === "FAILED" && "grayscale",
          state.status === "UPLOADING" && "opacity-70",
          selected && "inset-2.5 rounded-sm",
        )}
      >
        <CardPicture cardKey={cardKey} item={item} asset={asset} width={width} kind={state.kind} />
        {asset && <CardMoving asset={asset} width={width} height={height} />}
      </div>
      <KindMark state={state} seconds={asset?.duration ?? null} moves={asset?.animation != null} />
      <Overlay
        state={state}
        assetId={asset?.id ?? null}
        {...props}
        own={item !== undefined}
        local={item !== undefined && item.phase !== "stored"}
        bare={item === undefined && asset?.small == null && asset?.placeholder == null}
      />
      {state.status === "READY" && <Name name={state.name} always={state.kind === "AUDIO" || asset?.small == null} />}
      {asset && (
        <SelectMark selected={selected} selecting={selecting} onToggle={(how) => actions.select(cardKey, how)} />
      )}
    </div>
  );
});

function Overlay({
  state,
  assetId,
  cardKey,
  actions,
  own,
  local,
  bare,
}: CardProps & { state: CardState; assetId: string | null; own: boolean; local: boolean; bare: boolean }) {
  const mayRelease = useMay("library.manage");
  switch (state.status) {
    case "CHOSEN":
      return <Chosen state={state} />;
    case "UPLOADING":
      if (own && state.share === null) return <Chosen state={state} />;
      return own ? (
        <Sending state={state} onCancel={() => actions.cancel(cardKey)} />
      ) : (
        <Line bare>{state.line ?? ""}</Line>
      );
    case "PROCESSING":
      return state.line ? <Line>{state.line}</Line> : null;
    case "FAILED":
      return <FailedOverlay {...{ state, bare, local, assetId, cardKey, actions }} />;
    case "QUARANTINED":
      return (
        <HeldBack state={state} onRelease={mayRelease && assetId !== null ? () => actions.askRelease(assetId) : null} />
      );
    default:
      return null;
  }
}

function FailedOverlay({
  state,
  bare,
  local,
  assetId,
  cardKey,
  actions,
}: {
  state: CardState;
  bare: boolean;
  local: boolean;
  assetId: string | null;
  cardKey: string;
  actions: CardActions;
}) {
  const retries = {
    upload: () => actions.retryUpload(cardKey),
    processing: () => assetId !== null && actions.retryAsset(assetId),
  };
  return (
    <Failed
      state={state}
      bare={bare}
      onRetry={state.retry && retries[state.retry]}
      onDownload={assetId !== null && !local ? () => actions.download(assetId) : null}
      onDismiss={local ? () => actions.dismiss(cardKey) : null}
    />
  );
}

/** The name, for a pointer that rests on the card; always where the picture does not tell one from another. */
function Name({ name, always }: { name: string; always: boolean }) {
  return (
    <div
      aria-hidden
      className={cx(
        "pointer-events-none absolute inset-x-0 bottom-0 bg-linear-to-t from-scrim px-2.5 pt-8 pb-2 text-xs text-on-picture",
        !always && "opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100 touch:hidden",
      )}
    >
      <bdi className="block truncate text-left">{name}</bdi>
    </div>
  );
}

function SelectMark({
  selected,
  selecting,
  onToggle,
}: {
  selected: boolean;
  selecting: boolean;
  onToggle: (how: "toggle" | "range") => void;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={selected ? "Deselect" : "Select"}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(event.shiftKey ? "range" : "toggle");
      }}
      className={cx(
        "absolute top-0 left-0 grid size-10 place-items-center transition-opacity touch:size-11",
        selected || selecting
          ? "opacity-100"
          : "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 touch:hidden",
      )}
    >
      <span
        className={cx(
          "grid size-5 place-items-center rounded-full border-2",
          selected ? "border-accent bg-accent text-accent-ink" : "border-on-picture bg-veil",
        )}
      >
        {selected && <Check size={13} strokeWidth={3} aria-hidden />}
      </span>
    </button>
  );
}

function nameOf({ name, kind, status, line }: CardState): string {
  return [line === null ? name : `${name} ${line}`, KIND_WORDS[kind], STATUS_WORDS[status]].filter(Boolean).join(", ");
}

/** The time of rendering, looked at again once work has gone on long enough to be worth a word. */
function useLaterLook(since: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (since === undefined) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, since + 2050 - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return now;
}
