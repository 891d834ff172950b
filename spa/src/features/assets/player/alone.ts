let sounding: HTMLMediaElement | null = null;
const others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("vitrine-sounding");
others?.addEventListener("message", () => sounding?.pause());

/** Whatever begins to play silences what played before, in other tabs too. Returns how to leave. */
export function soundsAlone(media: HTMLMediaElement): () => void {
  const onPlay = (): void => {
    if (sounding !== media) sounding?.pause();
    sounding = media;
    others?.postMessage(null);
  };
  media.addEventListener("play", onPlay);
  return () => {
    media.removeEventListener("play", onPlay);
    if (sounding === media) sounding = null;
  };
}
