/** A run of neighbours shown under one date. */
export type DayGroup = { start: number; end: number; label: string };

/** A day with fewer pictures than this shares a heading with its neighbours: short days do not each cost a row. */
export const ENOUGH = 12;

/** Group neighbours by day (UTC, as the months are), joining short days. `days` are "2026-11-20", in shown order. */
export function dayGroups(days: readonly string[], today: string): DayGroup[] {
  const groups: DayGroup[] = [];
  let start = 0;
  for (let end = 1; end <= days.length; end++) {
    const dayEnds = end === days.length || days[end] !== days[end - 1];
    if (!dayEnds || (end - start < ENOUGH && end < days.length)) continue;
    groups.push({ start, end, label: rangeLabel(days[start] ?? "", days[end - 1] ?? "", today) });
    start = end;
  }
  return groups;
}

function rangeLabel(first: string, last: string, today: string): string {
  if (first === last) return dayLabel(first, today);
  const [from = "", to = ""] = [first, last].sort();
  return `${Number(from.slice(8))}–${dayMonth(to)}`;
}

function dayLabel(day: string, today: string): string {
  if (day === today) return "Today";
  if (Date.parse(today) - Date.parse(day) === 86_400_000) return "Yesterday";
  return `${format(day, { weekday: "long" })} ${dayMonth(day)}`;
}

const dayMonth = (day: string): string => format(day, { day: "numeric", month: "long" });

const format = (day: string, how: Intl.DateTimeFormatOptions): string =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", { ...how, timeZone: "UTC" });
