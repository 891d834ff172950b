import type { KeyboardEvent } from "react";
import type { Player } from "./player";

/** Keys on the way through a film or a sound, the same as on any slider. */
export function onPlaceKey(event: KeyboardEvent, player: Player, duration: number): void {
  const now = player.media.currentTime;
  const to = {
    ArrowLeft: now - 5,
    ArrowDown: now - 5,
    ArrowRight: now + 5,
    ArrowUp: now + 5,
    PageDown: now - duration / 10,
    PageUp: now + duration / 10,
    Home: 0,
    End: duration,
  }[event.key];
  if (to === undefined || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  player.seek(to);
}
