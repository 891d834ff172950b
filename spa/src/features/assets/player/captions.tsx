import { Captions as CaptionsIcon, CaptionsOff } from "lucide-react";
import { useEffect, useState } from "react";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import { Menu, MenuHeading, MenuItem } from "@/ui/menu";
import { PlayerButton } from "./player-button";
import { prefer, preferences } from "./preferences";

export type CaptionTrack = NonNullable<AssetDetail["stream"]>["captions"][number];

/** Which captions are read, and the words to be seen now. */
export type Captions = {
  tracks: readonly CaptionTrack[];
  chosen: number | null;
  lines: readonly string[];
  choose: (index: number | null) => void;
  toggle: () => void;
};

/** Follow the captions of a film: those of the reader's own language first, if captions were on before. */
export function useCaptions(video: HTMLMediaElement | null, tracks: readonly CaptionTrack[]): Captions {
  const [picked, setPicked] = useState<number | null | undefined>(undefined);
  const own = ownLanguage(tracks);
  const chosen = picked === undefined ? (preferences.get().captions ? own : null) : picked;
  const lines = useLines(video, tracks.length > 0 ? chosen : null);
  const choose = (index: number | null): void => {
    setPicked(index);
    prefer({ captions: index !== null });
  };
  return { tracks, chosen, lines, choose, toggle: () => choose(chosen === null ? own : null) };
}

function ownLanguage(tracks: readonly CaptionTrack[]): number | null {
  if (tracks.length === 0) return null;
  const language = navigator.language.split("-")[0] ?? "";
  return Math.max(
    0,
    tracks.findIndex((track) => track.language.startsWith(language)),
  );
}

/** The words of the cues of this moment. The browser keeps the time; where they stand is ours. */
function useLines(video: HTMLMediaElement | null, chosen: number | null): readonly string[] {
  const [lines, setLines] = useState<readonly string[]>([]);
  useEffect(() => {
    const tracks = [...(video?.textTracks ?? [])];
    for (const [index, track] of tracks.entries()) track.mode = index === chosen ? "hidden" : "disabled";
    const track = chosen === null ? undefined : tracks[chosen];
    if (!track) return undefined;
    const read = (): void => setLines([...(track.activeCues ?? [])].map(wordsOf));
    track.addEventListener("cuechange", read);
    return () => {
      track.removeEventListener("cuechange", read);
      setLines([]);
    };
  }, [video, chosen]);
  return lines;
}

const wordsOf = (cue: TextTrackCue): string => (cue as VTTCue).getCueAsHTML().textContent.trim();

/** The words themselves, above the controls where these are in view. */
export function CaptionLines({ lines, raised }: { lines: readonly string[]; raised: boolean }) {
  if (lines.length === 0) return null;
  return (
    <div
      className="pointer-events-none absolute inset-x-4 flex flex-col items-center gap-1 text-center transition-[bottom]"
      style={{ bottom: raised ? "5.5rem" : "1.25rem" }}
    >
      {lines.map((line, index) => (
        <p
          key={index}
          className="max-w-[44rem] rounded-sm bg-scrim px-2.5 py-1 text-base leading-snug whitespace-pre-line text-on-picture @3xl/screen:text-lg"
        >
          {line}
        </p>
      ))}
    </div>
  );
}

/** One track is switched; several are chosen from. */
export function CaptionsControl({ captions }: { captions: Captions }) {
  const { tracks, chosen, choose, toggle } = captions;
  const icon = chosen === null ? CaptionsOff : CaptionsIcon;
  if (tracks.length === 0) return null;
  if (tracks.length === 1)
    return <PlayerButton icon={icon} label="Captions" hint="c" aria-pressed={chosen !== null} onClick={toggle} />;
  return (
    <Menu
      label="Captions"
      side="up"
      trigger={(props) => <PlayerButton icon={icon} label="Captions" hint="c" {...props} />}
    >
      <MenuHeading>Captions</MenuHeading>
      <MenuItem checked={chosen === null} onSelect={() => choose(null)}>
        Off
      </MenuItem>
      {tracks.map(({ url, label }, index) => (
        <MenuItem key={url} checked={index === chosen} onSelect={() => choose(index)}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
