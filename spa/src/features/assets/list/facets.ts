import { monthName } from "@/lib/format/words";
import type { AssetStatus, MediaKind } from "@/lib/library/asset-card";

/** What narrows a view, by the name it has in the address. */
export type Facet = "kind" | "tag" | "in" | "camera" | "year" | "month" | "format" | "shape" | "size" | "by" | "status";

/** Of each facet the values that were chosen: any of them will do. */
export type Choices = Partial<Record<Facet, readonly string[]>>;

export const KINDS: Record<MediaKind, string> = {
  IMAGE: "Photos",
  VIDEO: "Films",
  AUDIO: "Sound",
  DOCUMENT: "Documents",
  OTHER: "Other files",
};

export const STATUSES: Partial<Record<AssetStatus, string>> = {
  READY: "Ready",
  PROCESSING: "In preparation",
  UPLOADING: "Being uploaded",
  FAILED: "Failed",
  QUARANTINED: "Held back",
};

const SHAPES = { LANDSCAPE: "Landscape", PORTRAIT: "Portrait", SQUARE: "Square" };

const SIZES = {
  UP_TO_1_MB: "Up to 1 MB",
  UP_TO_10_MB: "1 to 10 MB",
  UP_TO_100_MB: "10 to 100 MB",
  UP_TO_1_GB: "100 MB to 1 GB",
  LARGER: "Over 1 GB",
};

type About = {
  /** As the API counts it. */
  counted: string;
  title: string;
  /** Said before a value that does not say by itself what it is. */
  before?: string;
  /** All the values there can be, and what people call them. */
  words?: Partial<Record<string, string>>;
};

/** Every facet, in the order people meet them. */
export const FACETS: Record<Facet, About> = {
  kind: { counted: "KIND", title: "Kind", words: KINDS },
  tag: { counted: "TAG", title: "Tags", before: "Tag" },
  in: { counted: "COLLECTION", title: "Collections", before: "Collection" },
  camera: { counted: "CAMERA", title: "Camera", before: "Camera" },
  year: { counted: "YEAR", title: "Year" },
  month: { counted: "MONTH", title: "Month" },
  format: { counted: "FORMAT", title: "Format" },
  shape: { counted: "ORIENTATION", title: "Shape", words: SHAPES },
  size: { counted: "SIZE", title: "Size", words: SIZES },
  by: { counted: "UPLOADER", title: "Added by", before: "Added by" },
  status: { counted: "STATUS", title: "Status", words: STATUSES },
};

export const FACET_NAMES = Object.keys(FACETS) as Facet[];

/** Names of things that the address knows by their ids; undefined while one is not known. */
export type NameOf = (id: string) => string | undefined;

/** What people call a value. */
export function wordsOf(facet: Facet, value: string, nameOf: NameOf): string {
  const words = FACETS[facet].words?.[value] ?? nameOf(value);
  if (words !== undefined) return words;
  if (facet === "month") return monthName(value);
  if (facet === "format") return formatName(value);
  return isNamedByItself(facet) ? value : "…";
}

/** False for what the address has by its id. */
export const isNamedByItself = (facet: Facet): boolean => facet !== "in" && facet !== "by";

/** "JPEG" of "image/jpeg", for one that nobody counted yet. */
const formatName = (type: string): string => (type.split("/").at(-1) ?? type).replace(/^x-|\+.*$/g, "").toUpperCase();
