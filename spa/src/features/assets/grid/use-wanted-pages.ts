import { useEffect } from "react";
import { useSignal } from "@/lib/state/signal";
import type { AssetList } from "@/features/assets/list/asset-list";
import type { Section } from "@/features/assets/list/sections";
import { visibleRows, type GridLayout } from "./grid-layout";
import type { Band } from "./use-scroll-band";

/** A scroll that only passes by reads nothing; one that rests this long does. */
const REST_MS = 70;

/** Ask for the pages near the view, the nearest first, once the scrolling rests. */
export function useWantedPages(list: AssetList, layout: GridLayout, band: Band): void {
  const sections = useSignal(list.sections);
  useEffect(() => {
    const timer = setTimeout(() => list.want(wantedPages(layout, band, sections)), REST_MS);
    return () => clearTimeout(timer);
  }, [list, layout, band, sections]);
}

type Page = { section: string; index: number };

function wantedPages(layout: GridLayout, band: Band, sections: readonly Section[]): Page[] {
  const middle = (band.top + band.bottom) / 2;
  const visible = visibleRows(layout, band.top, band.bottom);
  const unread = visible.flatMap(({ section, rows }) =>
    rows.flatMap((row) =>
      row.kind === "unread"
        ? [{ section: section.key, index: row.chunk, far: Math.abs(section.top + row.y + row.height / 2 - middle) }]
        : [],
    ),
  );
  const keys = new Set(visible.map(({ section }) => section.key));
  return [...stalePages(sections.filter(({ key }) => keys.has(key))), ...unread.sort((a, b) => a.far - b.far)];
}

const stalePages = (sections: readonly Section[]): Page[] =>
  sections.flatMap(({ key, chunks }) =>
    chunks.flatMap((chunk, index) => (chunk.stale ? [{ section: key, index }] : [])),
  );
