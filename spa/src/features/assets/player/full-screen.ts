import { useEffect, useState, type RefObject } from "react";

type PhoneVideo = HTMLMediaElement & { webkitEnterFullscreen?: () => void };

/** Fill the screen with the player, or give it back. A phone that can only fill it with a film does that. */
export function fullScreen(element: HTMLElement | null, media: PhoneVideo): void {
  // Refused without a press of a key or button just before; then everything stays as it was.
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
  else if (document.fullscreenEnabled) void element?.requestFullscreen().catch(() => undefined);
  else media.webkitEnterFullscreen?.();
}

/** Whether this element fills the screen. */
export function useFullScreen(ref: RefObject<HTMLElement | null>): boolean {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const look = (): void => setFull(document.fullscreenElement !== null && document.fullscreenElement === ref.current);
    document.addEventListener("fullscreenchange", look);
    return () => document.removeEventListener("fullscreenchange", look);
  }, [ref]);
  return full;
}
