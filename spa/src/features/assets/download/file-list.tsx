import { Download } from "lucide-react";
import { bytes } from "@/lib/format/words";
import { Turning } from "@/ui/ring";
import type { Order, RenditionFile } from "./operations";
import { download } from "./save";
import type { Files } from "./use-files";

const NAMES: Record<string, string> = {
  thumbnail: "Thumbnail",
  preview: "Preview",
  large: "Large",
  poster: "Poster",
  film: "Film",
  sound: "Sound",
  page: "First page",
  animation: "Moving copy",
  waveform: "Waveform",
  cover: "Cover",
};

const FORMATS: Record<string, string> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/webp": "WebP",
  "image/avif": "AVIF",
  "video/mp4": "MP4",
  "audio/mp4": "M4A",
  "audio/mpeg": "MP3",
};

type FileListProps = { files: Files; size: number; onOriginal: () => void };

/** The original, what was made ready of it, and what people ordered: each a click away. */
export function FileList({ files, size, onOriginal }: FileListProps) {
  const named = files.renditions.filter(({ purpose }) => purpose in NAMES);
  const ready = named.filter((file) => !isOutdone(file, named)).sort((a, b) => area(b) - area(a));
  return (
    <ul className="divide-y divide-line">
      {files.original && <Line name="Original" about={bytes(size)} onSave={onOriginal} />}
      {ready.map((file) => (
        <Line
          key={file.recipe}
          name={NAMES[file.purpose] ?? file.purpose}
          about={aboutOf(file)}
          onSave={() => download(file.downloadUrl)}
        />
      ))}
      {files.orders.map((order) => (
        <OrderLine key={order.id} order={order} />
      ))}
    </ul>
  );
}

function OrderLine({ order: { state, rendition, failure } }: { order: Order }) {
  if (rendition)
    return <Line name="Custom" about={aboutOf(rendition)} onSave={() => download(rendition.downloadUrl)} />;
  return (
    <li className="flex min-h-11 items-center gap-3 px-1 py-1 text-sm">
      <span className="w-24 shrink-0 font-medium">Custom</span>
      <span className={state === "FAILED" ? "text-bad" : "text-ink-soft"}>
        {state === "FAILED" ? (failure ?? "It could not be made.") : "being made"}
      </span>
      {state === "WAITING" && <Turning label="Being made" size={16} />}
    </li>
  );
}

function Line({ name, about, onSave }: { name: string; about: string; onSave: () => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={onSave}
        className="flex min-h-11 w-full items-center gap-3 rounded-md px-1 text-left text-sm hover:bg-hover"
      >
        <span className="w-24 shrink-0 font-medium">{name}</span>
        <span className="flex-1 text-ink-soft tabular-nums">{about}</span>
        <Download size={16} aria-hidden className="text-ink-faint" />
      </button>
    </li>
  );
}

/** A thumbnail of a small picture is as large as its preview, and the preview is better. */
const isOutdone = (file: RenditionFile, all: readonly RenditionFile[]): boolean =>
  file.purpose === "thumbnail" && all.some((other) => other !== file && area(other) === area(file));

const area = ({ width, height }: RenditionFile): number => (width ?? 0) * (height ?? 0);

function aboutOf({ width, height, mimeType, size }: RenditionFile): string {
  const edges = width !== null && height !== null ? `${width} × ${height}` : null;
  return [edges, FORMATS[mimeType] ?? mimeType, bytes(size)].filter(Boolean).join(" · ");
}
