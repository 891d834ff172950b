import { AlignLeft, Files, Minus, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, IconButton } from "@/ui/button";

type BarProps = {
  count: number;
  page: number;
  zoom: number;
  reading: boolean;
  onGo: (page: number) => void;
  onZoom: (step: 1 | -1 | 0) => void;
  onRead: () => void;
};

/** Where one is in a document, how large it is, and the way to its words. */
export function PagesBar({ count, page, zoom, reading, onGo, onZoom, onRead }: BarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Document"
      className="absolute bottom-4 left-1/2 flex -translate-x-1/2 items-center gap-0.5 rounded-full border border-line bg-raised p-1 text-sm whitespace-nowrap shadow-float"
    >
      {!reading && (
        <>
          <PageField count={count} page={page} onGo={onGo} />
          <span aria-hidden className="mx-1.5 h-5 w-px bg-line" />
          <IconButton icon={Minus} label="Smaller" disabled={zoom <= 0.5} onClick={() => onZoom(-1)} />
          <button
            type="button"
            aria-label={`${Math.round(zoom * 100)} percent of the width. Fit to the width`}
            title="Fit to the width (0)"
            onClick={() => onZoom(0)}
            className="h-9 w-13 rounded-full text-center text-ink-soft tabular-nums hover:bg-hover hover:text-ink max-sm:hidden"
          >
            {Math.round(zoom * 100)} %
          </button>
          <IconButton icon={Plus} label="Larger" disabled={zoom >= 3} onClick={() => onZoom(1)} />
          <span aria-hidden className="mx-1.5 h-5 w-px bg-line" />
        </>
      )}
      {reading ? (
        <Button look="quiet" icon={Files} onClick={onRead} className="rounded-full">
          Show the pages
        </Button>
      ) : (
        <IconButton icon={AlignLeft} label="Show the words alone" onClick={onRead} />
      )}
    </div>
  );
}

/** "3 of 352"; a number that is typed leads there. */
function PageField({ count, page, onGo }: Pick<BarProps, "count" | "page" | "onGo">) {
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const go = (): void => {
    const number = Number.parseInt(draft ?? "", 10);
    setDraft(null);
    if (Number.isFinite(number)) onGo(Math.min(count, Math.max(1, number)));
  };
  useEffect(() => {
    if (draft === null && document.activeElement === field.current) field.current?.select();
  }, [draft, page]);
  return (
    <form
      className="flex items-center gap-1.5 pr-1 pl-2.5 tabular-nums"
      onSubmit={(event) => {
        event.preventDefault();
        go();
        field.current?.blur();
      }}
    >
      <input
        ref={field}
        aria-label={`Page, of ${count}`}
        inputMode="numeric"
        value={draft ?? String(page)}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onChange={({ currentTarget }) => setDraft(currentTarget.value.replace(/\D/g, ""))}
        onBlur={go}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          setDraft(null);
          event.currentTarget.blur();
        }}
        style={{ width: `${String(count).length + 1.5}ch` }}
        className="h-8 rounded-sm border border-line-strong bg-paper px-1 text-center touch:h-10"
      />
      <span className="text-ink-soft">of {count}</span>
    </form>
  );
}
