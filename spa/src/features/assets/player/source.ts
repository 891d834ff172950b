/** What can be played of a film, as far as it is made. */
export type Playable = {
  hls: string | null;
  files: readonly { url: string; width: number | null; height: number | null }[];
};

/** What this browser can do by itself. */
export type Abilities = { mediaSource: boolean; nativeHls: boolean; apple: boolean };

/** Where a player takes its media from, and how. */
export type Source = { by: "hls.js" | "browser" | "file"; url: string };

/** Choose the way to play; null until something can be played. `plain`: the streams did not work out, take a file. */
export function sourceOf({ hls, files }: Playable, abilities: Abilities, plain = false): Source | null {
  const file: Source | null = files[0] ? { by: "file", url: files[0].url } : null;
  if (hls === null || plain) return file;
  // Safari's own HLS is the one that AirPlay and the lock screen know.
  if (abilities.apple && abilities.nativeHls) return { by: "browser", url: hls };
  if (abilities.mediaSource) return { by: "hls.js", url: hls };
  return abilities.nativeHls ? { by: "browser", url: hls } : file;
}

/** Ask this browser. Others than Safari say that they play HLS by now, but cannot be told which quality. */
export function abilitiesHere(): Abilities {
  return {
    mediaSource: "MediaSource" in window || "ManagedMediaSource" in window,
    nativeHls: document.createElement("video").canPlayType("application/vnd.apple.mpegurl") !== "",
    apple: "ManagedMediaSource" in window || !("MediaSource" in window),
  };
}

/** "1080p" of 1920 × 800, of 1440 × 1080 and of 1080 × 1920 alike: the height of the box it would fill. */
export function qualityName(width: number, height: number): string {
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  return `${Math.max(shorter, Math.round((longer * 9) / 16))}p`;
}
