/** Below this a sound is taken for silence, and is drawn so. */
const AUDIBLE = 0.01;

/** Gather peaks into so many bars, each as loud as its loudest; the loudest of all is 1. Without peaks, silence. */
export function barsOf(peaks: readonly number[], count: number): number[] {
  const whole = Math.max(AUDIBLE, ...peaks);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * peaks.length) / count));
    return Math.max(0, ...peaks.slice(from, to)) / whole;
  });
}

export const BAR = 3;
export const GAP = 2;
const LEAST = 2;

/** How many bars go into so many pixels. */
export const barsIn = (width: number): number => Math.max(1, Math.floor((width + GAP) / (BAR + GAP)));

/** The bars as one SVG path, around the middle of `height` pixels; silence is a dot, not nothing. */
export function pathOf(bars: readonly number[], height: number): string {
  const parts = bars.map((loudness, index) => {
    const tall = Math.max(LEAST, Math.round(loudness * height * 10) / 10);
    return `M${index * (BAR + GAP)} ${(height - tall) / 2}h${BAR}v${tall}h-${BAR}z`;
  });
  return parts.join("");
}
