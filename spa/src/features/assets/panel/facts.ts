import { bytes, cameraTime, duration } from "@/lib/format/words";
import type { AssetCard } from "@/lib/library/asset-card";
import { KIND_WORDS } from "@/features/assets/card/kind-icon";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";

/** One thing that is known: its name, its words, and what is worth saying more quietly behind them. */
export type Fact = { name: string; words: string; aside?: string | undefined };

type Metadata = AssetDetail["metadata"];
type Said = Fact | false | null | undefined | "" | 0;

const fact = (name: string, words: string | null | undefined, aside?: string): Said =>
  words ? { name, words, aside: aside === "" ? undefined : aside } : null;
const only = (said: Said[]): Fact[] => said.filter((one): one is Fact => Boolean(one));

/** What the file is. */
export function fileFacts(card: AssetCard, asset: AssetDetail | undefined): Fact[] {
  const pages = asset?.document?.pageCount;
  const frames = asset?.metadata.frames;
  const sides = card.width !== null && card.height !== null && card.kind !== "DOCUMENT";
  return only([
    fact("File", card.filename),
    fact("Folder", asset?.folder),
    fact("Kind", card.animation ? "Moving picture" : KIND_WORDS[card.kind], card.mimeType),
    fact("Size", bytes(card.size)),
    sides && fact("Dimensions", `${card.width} × ${card.height}`, card.kind === "IMAGE" ? megapixels(card) : ""),
    card.duration !== null && fact("Length", duration(card.duration)),
    pages !== undefined && fact("Pages", pages.toLocaleString("en-GB")),
    frames != null && frames > 1 && fact("Frames", frames.toLocaleString("en-GB")),
  ]);
}

const megapixels = ({ width, height }: AssetCard): string =>
  (width ?? 0) * (height ?? 0) >= 100_000 ? `${(((width ?? 0) * (height ?? 0)) / 1_000_000).toFixed(1)} MP` : "";

/** How and where a picture was taken. */
export function captureFacts({ capturedAt, metadata }: AssetDetail): Fact[] {
  const { camera, lens, exposure, place } = metadata;
  return only([
    capturedAt && fact("Taken", cameraTime(capturedAt.local, capturedAt.offsetMinutes)),
    fact("Camera", camera),
    fact("Lens", lens),
    exposure && fact("Exposure", exposureWords(exposure)),
    exposure?.focalLength && fact("Focal length", `${round(exposure.focalLength)} mm`, alike35(exposure)),
    place && fact("Place", placeWords(place), place.altitude === null ? "" : `${Math.round(place.altitude)} m`),
  ]);
}

type Exposure = NonNullable<Metadata["exposure"]>;

/** "1/250 s, f/2.8, ISO 100". */
export function exposureWords({ seconds, aperture, iso }: Exposure): string {
  const parts = [shutter(seconds), aperture && `f/${round(aperture)}`, iso && `ISO ${iso.toLocaleString("en-GB")}`];
  return parts.filter(Boolean).join(", ");
}

function shutter(seconds: number | null): string {
  if (!seconds) return "";
  // Cameras write a third of a second as a decimal, and anything faster as a fraction.
  return seconds >= 0.3 ? `${round(seconds)} s` : `1/${Math.round(1 / seconds)} s`;
}

const alike35 = ({ focalLength, focalLengthIn35mm: alike }: Exposure): string =>
  alike && Math.round(focalLength ?? 0) !== alike ? `${alike} mm equivalent` : "";

/** "47.37694° N, 8.54170° E". */
export function placeWords({ latitude, longitude }: { latitude: number; longitude: number }): string {
  const part = (degrees: number, [plus, minus]: [string, string]): string =>
    `${Math.abs(degrees).toFixed(5)}° ${degrees < 0 ? minus : plus}`;
  return `${part(latitude, ["N", "S"])}, ${part(longitude, ["E", "W"])}`;
}

const CODECS: Record<string, string> = {
  h264: "H.264",
  hevc: "H.265 (HEVC)",
  vp8: "VP8",
  vp9: "VP9",
  av1: "AV1",
  mpeg4: "MPEG-4",
  mpeg2video: "MPEG-2",
  prores: "ProRes",
  mjpeg: "Motion JPEG",
  aac: "AAC",
  mp3: "MP3",
  opus: "Opus",
  vorbis: "Vorbis",
  flac: "FLAC",
  alac: "Apple Lossless",
  ac3: "Dolby Digital",
  eac3: "Dolby Digital Plus",
};

/** "H.264" of "h264", "PCM" of "pcm_s16le"; what nobody has a better name for is shouted. */
export const codecName = (codec: string): string =>
  CODECS[codec] ?? (codec.startsWith("pcm_") ? "PCM" : codec.replaceAll("_", " ").toUpperCase());

/** How film and sound are kept in the file. */
export function streamFacts({ kind, metadata }: AssetDetail): Fact[] {
  if (kind !== "VIDEO" && kind !== "AUDIO") return [];
  const { videoCodec, audioCodec, frameRate, bitRate, rotation, channels, sampleRate } = metadata;
  const heard = [channelWords(channels), sampleRate && `${round(sampleRate / 1000)} kHz`].filter(Boolean).join(", ");
  return only([
    videoCodec && kind === "VIDEO" && fact("Pictures", codecName(videoCodec)),
    frameRate && kind === "VIDEO" && fact("Frame rate", `${round(frameRate)} a second`),
    audioCodec ? fact("Sound", codecName(audioCodec), heard) : videoCodec && kind === "VIDEO" && fact("Sound", "None"),
    bitRate && fact("Bit rate", bitRateWords(bitRate)),
    rotation ? fact("Turned", `${rotation}° clockwise`) : null,
  ]);
}

const channelWords = (channels: number | null): string =>
  channels === null ? "" : ({ 1: "mono", 2: "stereo", 6: "5.1", 8: "7.1" }[channels] ?? `${channels} channels`);

const bitRateWords = (bits: number): string =>
  bits >= 1_000_000 ? `${round(bits / 1_000_000)} Mbit/s` : `${Math.round(bits / 1000)} kbit/s`;

/** What somebody wrote into the file. */
export function writtenFacts({ title, metadata }: AssetDetail): Fact[] {
  const { title: inFile, artist, album, creator, copyright, rating } = metadata;
  const stars = rating !== null && rating > 0 ? `${"★".repeat(rating)}${"☆".repeat(Math.max(0, 5 - rating))}` : null;
  return only([
    inFile !== title && fact("Title in it", inFile),
    fact("Artist", artist),
    fact("Album", album),
    fact("Made by", creator),
    fact("Rights", copyright),
    fact("Rating", stars),
  ]);
}

/** At most two digits behind the point, and none where they are zero. */
const round = (value: number): string => String(Math.round(value * 100) / 100);
