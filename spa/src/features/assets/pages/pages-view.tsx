import { useEffect, useMemo, useRef, useState, type RefObject } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { useServices } from "@/lib/services";
import { useSignal } from "@/lib/state/signal";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import type { StageKeys } from "@/features/assets/viewer/viewer-keys";
import { readerOf } from "./operations";
import { nextZoom } from "./page-layout";
import { PageList } from "./page-list";
import { PageSheet } from "./page-sheet";
import { PagesBar } from "./pages-bar";
import { TextView } from "./text-view";
import { usePages, type Pages } from "./use-pages";

type ViewProps = { card: AssetCard; asset: AssetDetail | undefined; keys: StageKeys };

/** A document: its pages under each other, read as somebody comes to them; or its words alone. */
export function PagesView({ card, asset, keys }: ViewProps) {
  const { ask } = useServices();
  const list = useMemo(() => new PageList(readerOf(ask, card.id)), [ask, card.id]);
  const known = useSignal(list.pages);
  const count = asset?.document?.pageCount ?? 0;
  const [zoom, setZoom] = useState(1);
  const [reading, setReading] = useState(false);
  const first = card.width && card.height ? card.width / card.height : undefined;
  const scroller = useRef<HTMLDivElement>(null);
  const pages = usePages(scroller, { count, known, zoom, first });
  useWanted(list, pages, card, known.size, count);
  useKeys(keys, scroller, pages, setZoom, reading);
  return (
    <>
      <div
        ref={scroller}
        role="region"
        aria-label="Pages"
        // A region that scrolls has to be reachable by keys.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        hidden={reading}
        onScroll={pages.onScroll}
        className="scroller absolute inset-0 overflow-auto outline-offset-[-2px] [scrollbar-gutter:stable]"
      >
        <div className="relative mx-auto" style={{ width: pages.layout.width, height: pages.layout.tops.at(-1) }}>
          {pages.shown.map((number) => (
            <PageSheet
              key={number}
              number={number}
              page={known.get(number)}
              top={pages.layout.tops[number - 1] ?? 0}
              height={pages.layout.heights[number - 1] ?? 0}
              fallback={number === 1 ? (card.medium?.url ?? card.small?.url) : undefined}
              working={card.status === "PROCESSING" || isWorking(asset)}
            />
          ))}
        </div>
      </div>
      {reading && <TextView id={card.id} title={card.title} />}
      {count > 0 && (
        <PagesBar
          count={count}
          page={pages.page}
          zoom={zoom}
          reading={reading}
          onGo={pages.goTo}
          onZoom={(step) => setZoom((now) => (step === 0 ? 1 : nextZoom(now, step)))}
          onRead={() => setReading(!reading)}
        />
      )}
    </>
  );
}

/** Pages are still to come while a job for them is not over. */
const isWorking = (asset: AssetDetail | undefined): boolean =>
  asset?.jobs.some(({ state }) => state === "QUEUED" || state === "RUNNING" || state === "RETRYING") ?? true;

const ASK_AGAIN_MS = 3000;

/** Read the pages that come into view; those that are being made are asked for again while they are looked at. */
function useWanted(list: PageList, { shown }: Pages, { revision }: AssetCard, known: number, count: number): void {
  const last = shown.at(-1) ?? 0;
  const missing = count > 0 && shown.some((number) => !list.pages.get().has(number));
  useEffect(() => {
    if (!missing) return undefined;
    // Nobody answered: the same question is asked again in a moment anyway.
    const ask = (): void => void list.want(last).catch(() => undefined);
    ask();
    const timer = setInterval(ask, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [list, last, missing, revision, known]);
}

/** Pages turn by PageUp and PageDown, lines move by arrows; + - 0 zoom. */
function useKeys(
  keys: StageKeys,
  scroller: RefObject<HTMLElement | null>,
  { page, goTo, count }: Pages,
  setZoom: (change: (zoom: number) => number) => void,
  reading: boolean,
): void {
  useEffect(() => {
    return keys.answer(({ key, shiftKey, target }) => {
      if (reading || (key === " " && target instanceof HTMLButtonElement)) return false;
      const element = scroller.current;
      const by = (x: number, y: number) => () => element?.scrollBy({ left: x, top: y });
      const wide = element !== null && element.scrollWidth > element.clientWidth + 1 && !shiftKey;
      const screen = (element?.clientHeight ?? 0) * 0.9;
      const act: Record<string, (() => void) | false> = {
        PageDown: () => goTo(Math.min(count, page + 1)),
        PageUp: () => goTo(Math.max(1, page - 1)),
        Home: () => goTo(1),
        End: () => goTo(count),
        ArrowDown: by(0, 80),
        ArrowUp: by(0, -80),
        ArrowLeft: wide && by(-80, 0),
        ArrowRight: wide && by(80, 0),
        " ": by(0, shiftKey ? -screen : screen),
        "+": () => setZoom((zoom) => nextZoom(zoom, 1)),
        "=": () => setZoom((zoom) => nextZoom(zoom, 1)),
        "-": () => setZoom((zoom) => nextZoom(zoom, -1)),
        "0": () => setZoom(() => 1),
      };
      const action = act[key];
      if (!action) return false;
      action();
      return true;
    });
  });
}
