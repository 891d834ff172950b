import { Download, ImagePlay, RotateCcw, ShieldAlert, X } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { bytes, duration } from "@/lib/format/words";
import { Ring } from "@/ui/ring";
import { cx } from "@/ui/class-names";
import type { CardState } from "./card-state";
import { KIND_ICONS } from "./kind-icon";

type ActionProps = { icon: LucideIcon; label: string; onAct: () => void; className?: string };

/** A small button on a picture; its click is its own, not the card's. */
export function CardAction({ icon: Icon, label, onAct, className }: ActionProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onAct();
      }}
      onDoubleClick={(event) => event.stopPropagation()}
      className={cx(
        "inline-grid size-8 shrink-0 place-items-center rounded-full touch:size-11",
        className || "text-on-picture hover:bg-veil",
      )}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}

/** Bytes on their way: a ring that fills, and a way out. */
export function Sending({ state, onCancel }: { state: CardState; onCancel: (() => void) | null }) {
  const percent = Math.floor((state.share ?? 0) * 100);
  return (
    <div className="absolute inset-0 animate-appear text-on-picture">
      <span className="absolute inset-0 m-auto grid size-14 place-items-center rounded-full bg-scrim">
        <Ring share={state.share ?? 0} label={`Uploading ${state.name}`} text={`${percent}%`} />
      </span>
      {onCancel && (
        <CardAction
          icon={X}
          label="Cancel"
          onAct={onCancel}
          className="absolute top-1 right-1 bg-scrim text-on-picture opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 touch:opacity-100"
        />
      )}
      {state.line && <Line>{state.line}</Line>}
    </div>
  );
}

/** Chosen, not yet on its way: what it is. */
export function Chosen({ state }: { state: CardState }) {
  return (
    <div
      aria-hidden
      className="absolute inset-x-0 bottom-0 flex animate-appear items-baseline gap-2 bg-linear-to-t from-scrim px-2.5 pt-6 pb-2 text-xs text-on-picture"
    >
      <bdi className="min-w-0 flex-1 truncate">{state.name}</bdi>
      <span className="tabular-nums">{bytes(state.size)}</span>
    </div>
  );
}

type FailedProps = {
  state: CardState;
  bare: boolean;
  onRetry: (() => void) | null;
  onDownload: (() => void) | null;
  onDismiss: (() => void) | null;
};

/** Stopped: the reason in a line, and only what can help; `bare` where there is no picture beneath. */
export function Failed({ state, bare, onRetry, onDownload, onDismiss }: FailedProps) {
  const button = bare ? "text-ink-soft hover:bg-hover hover:text-ink" : "";
  return (
    <div
      className={cx(
        "absolute inset-x-0 bottom-0 animate-appear px-2.5 py-1.5",
        bare ? "text-ink" : "bg-scrim text-on-picture",
      )}
    >
      <bdi className={cx("block truncate text-left text-xs", bare ? "font-medium" : "opacity-80")}>{state.name}</bdi>
      <div className="-mr-1.5 flex items-end">
        <p
          title={state.line ?? undefined}
          className={cx("line-clamp-2 min-w-0 flex-1 py-0.5 text-xs text-pretty", bare && "text-ink-soft")}
        >
          {state.line}
        </p>
        {onRetry && <CardAction icon={RotateCcw} label="Try again" onAct={onRetry} className={button} />}
        {onDownload && <CardAction icon={Download} label="Download original" onAct={onDownload} className={button} />}
        {onDismiss && <CardAction icon={X} label="Remove from view" onAct={onDismiss} className={button} />}
      </div>
    </div>
  );
}

/** Held back: no picture, why, and who may decide. */
export function HeldBack({ state, onRelease }: { state: CardState; onRelease: (() => void) | null }) {
  return (
    <div className="absolute inset-0 flex animate-appear flex-col items-center justify-center gap-1.5 overflow-hidden p-3 text-center">
      <ShieldAlert size={22} strokeWidth={1.5} className="shrink-0 text-warn" aria-hidden />
      <bdi className="max-w-full truncate text-xs font-medium">{state.name}</bdi>
      <p title={state.line ?? undefined} className="line-clamp-3 text-xs text-ink-soft">
        {state.line}
      </p>
      {onRelease && (
        <button
          type="button"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            onRelease();
          }}
          className="rounded-md px-2.5 py-1 text-xs font-medium text-accent hover:bg-hover touch:min-h-11"
        >
          Release ...
        </button>
      )}
    </div>
  );
}

/** One line on the picture's lower edge; `bare` where there is no picture beneath it. */
export function Line({ children, bare = false }: { children: string; bare?: boolean }) {
  const ground = bare ? "text-ink-soft" : "bg-linear-to-t from-scrim text-on-picture";
  return (
    <div className={cx("absolute inset-x-0 bottom-0 animate-appear px-2.5 pt-6 pb-2 text-xs tabular-nums", ground)}>
      <p className="line-clamp-2">{children}</p>
    </div>
  );
}

/** In the corner only when it is not a photo, or one that moves. */
export function KindMark({ state, seconds, moves }: { state: CardState; seconds: number | null; moves: boolean }) {
  if (state.kind === "IMAGE" && !moves) return null;
  const Icon = moves ? ImagePlay : KIND_ICONS[state.kind];
  return (
    <span
      aria-hidden
      className="absolute top-2 right-2 flex items-center gap-1 rounded-full bg-scrim px-2 py-0.5 text-xs text-on-picture tabular-nums"
    >
      <Icon size={12} aria-hidden />
      {seconds !== null && !moves && duration(seconds)}
    </span>
  );
}
