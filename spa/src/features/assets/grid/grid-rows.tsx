import { memo } from "react";
import { Card, type CardActions } from "@/features/assets/card/card";
import type { PlacedSection } from "./grid-layout";
import type { Measure, Row } from "./section-layout";

export type RowsProps = {
  section: PlacedSection;
  rows: readonly Row[];
  band: { top: number; bottom: number };
  measure: Measure;
  selected: ReadonlySet<string>;
  active: string | null;
  actions: CardActions;
};

/** The rows of one month that are in sight. */
export function SectionRows({ section, rows, band, measure, ...cards }: RowsProps) {
  return (
    <div role="rowgroup" className="absolute inset-x-0" style={{ top: section.top, height: section.height }}>
      {rows.map((row) =>
        row.kind === "cards" ? (
          <CardRow key={row.cells[0]?.key} row={row} {...cards} />
        ) : row.kind === "unread" ? (
          <Unread
            key={`unread-${row.chunk}`}
            row={row}
            measure={measure}
            band={{ top: band.top - section.top, bottom: band.bottom - section.top }}
          />
        ) : (
          <Heading key={`${row.kind}-${row.y}`} row={row} />
        ),
      )}
    </div>
  );
}

type CardRowProps = Pick<RowsProps, "selected" | "active" | "actions"> & { row: Row & { kind: "cards" } };

const CardRow = memo(function CardRow({ row, selected, active, actions }: CardRowProps) {
  return (
    <div role="row" className="absolute inset-x-0" style={{ top: row.y, height: row.height }}>
      {row.cells.map(({ key, x, width }, index) => (
        <Card
          key={key}
          cardKey={key}
          x={x}
          width={width}
          height={row.height}
          column={index + 1}
          selected={selected.has(key)}
          selecting={selected.size > 0}
          active={active === key}
          actions={actions}
        />
      ))}
    </div>
  );
});

function Heading({ row }: { row: Row & { kind: "title" | "day" } }) {
  return (
    <div role="row" className="absolute inset-x-0 flex items-end" style={{ top: row.y, height: row.height }}>
      <div role="rowheader" className="flex items-baseline gap-2.5 px-0.5 pb-2 max-sm:px-3.5">
        {row.kind === "title" ? (
          <>
            <h2 className="text-lg font-semibold tracking-tight">{row.text}</h2>
            <span className="text-sm text-ink-faint tabular-nums">{row.count.toLocaleString("en-GB")}</span>
          </>
        ) : (
          <h3 className="text-sm font-medium text-ink-soft">{row.text}</h3>
        )}
      </div>
    </div>
  );
}

/** Shapes of what comes, drawn only where they are in sight. */
function Unread({ row, measure, band }: { row: Row; measure: Measure; band: { top: number; bottom: number } }) {
  const pitch = measure.target + measure.gap;
  const from = Math.max(0, Math.floor((band.top - row.y) / pitch)) * pitch;
  const to = Math.min(row.height, band.bottom - row.y);
  if (to <= from) return null;
  const variables = { "--row": `${measure.target}px`, "--gap": `${measure.gap}px` };
  return (
    <div role="row" className="absolute inset-x-0" style={{ top: row.y + from, height: to - from }}>
      <div
        role="gridcell"
        aria-label="Being read"
        className="unread-rows size-full animate-appear"
        style={variables as React.CSSProperties}
      />
    </div>
  );
}
