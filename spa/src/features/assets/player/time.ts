/** What has gone by, as "1:23"; hours are written as soon as the whole has them, so that the width stays. */
export function clock(seconds: number, whole = seconds): string {
  const total = Math.max(0, Math.floor(seconds + 0.05));
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const padded = String(rest).padStart(2, "0");
  return whole >= 3600 || hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${padded}` : `${minutes}:${padded}`;
}

/** The whole length as cards show it: rounded, since nobody's film lasts 9.98 seconds. */
export const wholeClock = (seconds: number): string => clock(Math.round(seconds), Math.round(seconds));

/** "1 minute 23 seconds", for a reader that speaks. */
export function spoken(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds + 0.05));
  const parts: [number, string][] = [
    [Math.floor(total / 3600), "hour"],
    [Math.floor(total / 60) % 60, "minute"],
    [total % 60, "second"],
  ];
  const said = parts.filter(([value], index) => value > 0 || (index === 2 && total === 0));
  return said.map(([value, unit]) => `${value} ${unit}${value === 1 ? "" : "s"}`).join(" ");
}
