import { useEffect, useState } from "react";
import { useServices } from "@/lib/services";
import type { UploadItem } from "@/lib/uploads/upload-item";
import type { UploadQueue } from "@/lib/uploads/upload-queue";
import { Speed, totalsOf, type Totals } from "@/lib/uploads/totals";

export type TotalsNow = Totals & { speed: number | null; seconds: number | null };

/** Often enough to feel live, rarely enough to read. */
const EVERY_MS = 250;

/** The sums over all uploads, with speed and time left. */
export function useUploadTotals(): TotalsNow {
  const { uploads } = useServices();
  const [totals, setTotals] = useState<TotalsNow>(() => ({ ...totalsOf(listed(uploads)), speed: null, seconds: null }));
  useEffect(() => {
    const speed = new Speed();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      timer = undefined;
      const sums = totalsOf(listed(uploads));
      const rate = speed.note(sums.sent, performance.now());
      const running = sums.unfinished > 0 && rate !== null && rate > 0;
      setTotals({ ...sums, speed: running ? rate : null, seconds: running ? (sums.bytes - sums.sent) / rate : null });
    };
    look();
    const stop = uploads.ticks.listen(() => (timer ??= setTimeout(look, EVERY_MS)));
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [uploads]);
  return totals;
}

/** Files not put away. */
const listed = ({ order, items, putAwayUpTo }: UploadQueue): UploadItem[] =>
  order
    .get()
    .slice(putAwayUpTo.get())
    .map((key) => items.get(key))
    .filter((item) => item !== undefined);
