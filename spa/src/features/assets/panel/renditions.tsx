import { bytes } from "@/lib/format/words";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";

type Rendition = AssetDetail["renditions"][number];

/** What is worth a line, in people's words; playlists and tracks are parts of a player, not things to look at. */
const PURPOSES: Record<string, string> = {
  thumbnail: "Thumbnail",
  preview: "Preview",
  large: "Large",
  poster: "Poster",
  cover: "Cover",
  film: "Film",
  "hls-media": "Stream",
  sprites: "Contact sheet",
  captions: "Captions",
  sound: "Sound",
  waveform: "Waveform",
  animation: "Moving copy",
  page: "First page",
  custom: "To order",
};

const FORMATS: Record<string, string> = { mpeg: "mp3", "svg+xml": "svg" };

/** Everything that was derived from the original, the smallest first. */
export function Renditions({ asset }: { asset: AssetDetail }) {
  const shown = asset.renditions.filter(({ purpose }) => purpose in PURPOSES);
  if (shown.length === 0) return null;
  return (
    <details className="group mt-4 border-t border-line pt-1">
      <summary className={SUMMARY}>
        Made from it
        <span className="font-normal text-ink-faint tabular-nums">{shown.length}</span>
      </summary>
      <ul className="flex flex-col text-sm tabular-nums">
        {shown.map((rendition) => (
          <Row key={rendition.url} rendition={rendition} />
        ))}
      </ul>
    </details>
  );
}

/** The line that opens a part of the panel. */
export const SUMMARY =
  "flex h-11 items-center gap-2 rounded-sm text-sm font-semibold marker:text-ink-faint before:size-1.5 before:-rotate-45 before:border-r-[1.5px] before:border-b-[1.5px] before:border-ink-soft before:transition-transform group-open:before:rotate-45 list-none";

function Row({ rendition: { purpose, mimeType, width, height, size } }: { rendition: Rendition }) {
  const format = mimeType.split("/")[1] ?? "";
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto_6.5rem] gap-3 border-t border-line py-1.5">
      <span className="truncate">{PURPOSES[purpose]}</span>
      <span className="text-ink-soft">{width !== null && height !== null ? `${width} × ${height}` : ""}</span>
      <span className="truncate text-right text-ink-faint">{`${FORMATS[format] ?? format} ${bytes(size)}`}</span>
    </li>
  );
}
