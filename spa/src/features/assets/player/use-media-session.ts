import { useEffect } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { useSignal } from "@/lib/state/signal";
import type { Player } from "./player";

/** Tell the system what plays: its own keys, a headset and a lock screen then work. */
export function useMediaSession(player: Player, card: AssetCard, artist = ""): void {
  const { paused, begun } = useSignal(player.head.state);
  const picture = card.medium?.url;
  useEffect(() => {
    if (!begun || paused || !("mediaSession" in navigator)) return undefined;
    const session = navigator.mediaSession;
    const artwork = picture === undefined ? [] : [{ src: picture }];
    session.metadata = new MediaMetadata({ title: card.title, artist, artwork });
    const acts: [MediaSessionAction, MediaSessionActionHandler][] = [
      ["play", () => player.play()],
      ["pause", () => player.pause()],
      ["seekbackward", () => player.seek(player.media.currentTime - 10)],
      ["seekforward", () => player.seek(player.media.currentTime + 10)],
      ["seekto", ({ seekTime }) => player.seek(seekTime ?? 0)],
    ];
    for (const [name, act] of acts) session.setActionHandler(name, act);
    return undefined;
  }, [player, card.title, artist, picture, begun, paused]);
  useEffect(() => () => forget(), []);
}

function forget(): void {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = null;
  for (const name of ["play", "pause", "seekbackward", "seekforward", "seekto"] as const)
    navigator.mediaSession.setActionHandler(name, null);
}
