export type Tap = { at: number; x: number };

/** Two taps within this, in milliseconds, are one double tap. */
const DOUBLE_MS = 320;

/** What a tap at `x` (0 to 1 of the width) means after the one before: a double tap at a side moves on or back. */
export function tapOf(before: Tap | null, { at, x }: Tap): "once" | "back" | "on" {
  const side = x < 0.36 ? "back" : x > 0.64 ? "on" : null;
  const sameSide = before !== null && Math.abs(before.x - x) < 0.36;
  return side !== null && sameSide && at - before.at < DOUBLE_MS ? side : "once";
}
