import { useEffect, useSyncExternalStore, type RefObject } from "react";
import type { Player } from "./player";

/** The place in whole seconds: read again once a second, not for every frame. */
export function useSecond({ head }: Player): number {
  return useSyncExternalStore(head.time.listen, () => Math.floor(head.time.get() + 0.05));
}

/** Write the played share where the styles find it, frame by frame, without rendering anything. */
export function usePlayed({ head }: Player, ref: RefObject<HTMLElement | SVGElement | null>): void {
  useEffect(() => {
    const write = (): void => {
      const { duration, ended } = head.state.get();
      const share = ended ? 1 : duration > 0 ? Math.min(1, head.time.get() / duration) : 0;
      ref.current?.style.setProperty("--played", share.toFixed(5));
    };
    write();
    const stops = [head.time.listen(write), head.state.listen(write)];
    return () => stops.forEach((stop) => stop());
  }, [head, ref]);
}
