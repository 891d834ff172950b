import { isUnfinished, type UploadItem } from "@/lib/uploads/upload-item";

export type Totals = {
  files: number;
  stored: number;
  /** Of the stored ones, how many gave way to an asset that was here before. */
  here: number;
  refused: number;
  unfinished: number;
  waiting: number;
  /** Those that wait for the person's answer. */
  asking: UploadItem[];
  bytes: number;
  sent: number;
};

/** Sum up a queue: refused files count neither towards the bytes to send nor the bytes sent. */
export function totalsOf(items: Iterable<UploadItem>): Totals {
  const sum: Totals = {
    files: 0,
    stored: 0,
    here: 0,
    refused: 0,
    unfinished: 0,
    waiting: 0,
    asking: [],
    bytes: 0,
    sent: 0,
  };
  for (const item of items) {
    sum.files++;
    if (item.phase === "refused") {
      sum.refused++;
      continue;
    }
    sum.bytes += item.file.size;
    sum.sent += item.phase === "stored" ? item.file.size : item.sent;
    if (item.phase === "stored") sum.stored++;
    if (item.gaveWay) sum.here++;
    if (item.phase === "waiting") sum.waiting++;
    if (item.phase === "asking") sum.asking.push(item);
    if (isUnfinished(item)) sum.unfinished++;
  }
  return sum;
}

/** Measure bytes per second over the last few seconds, so that the number neither jumps nor lags. */
export class Speed {
  readonly #samples: { at: number; sent: number }[] = [];

  constructor(private readonly windowMs = 5000) {}

  /** Note how much has been sent by now; returns bytes per second, or null while too little is known. */
  note(sent: number, at: number): number | null {
    const last = this.#samples.at(-1);
    // A cancelled or repeated file takes its bytes back: measure afresh.
    if (last && sent < last.sent) this.#samples.length = 0;
    this.#samples.push({ at, sent });
    while (this.#samples.length > 2 && at - (this.#samples[0]?.at ?? at) > this.windowMs) this.#samples.shift();
    const first = this.#samples[0];
    if (!first || at - first.at < 400) return null;
    return ((sent - first.sent) / (at - first.at)) * 1000;
  }
}
