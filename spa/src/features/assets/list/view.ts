import type { AssetStatus, MediaKind } from "@/lib/library/asset-card";

export type AssetSort = "NEWEST" | "OLDEST" | "CAPTURED_NEWEST" | "NAME" | "LARGEST";

/** What the grid shows and in which order; it lives in the address. */
export type View = {
  sort: AssetSort;
  kinds: MediaKind[];
  statuses: AssetStatus[];
  /** Names of tags, any of them. */
  tags: string[];
  trashed: boolean;
  /** The id of the collection that is shown; null for the whole library. */
  collection: string | null;
};

export const SORTS: Record<AssetSort, string> = {
  NEWEST: "Newest first",
  OLDEST: "Oldest first",
  CAPTURED_NEWEST: "Date taken",
  NAME: "Name",
  LARGEST: "Largest first",
};

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

const known = <Key extends string>(names: Partial<Record<Key, string>>, values: string[]): Key[] =>
  values.map((value) => value.toUpperCase()).filter((value): value is Key => value in names);

/** Read a view from the address; unknown words are left out. */
export function viewOf(params: URLSearchParams): View {
  return {
    sort: known(SORTS, [params.get("sort") ?? ""])[0] ?? "NEWEST",
    kinds: known(KINDS, params.getAll("kind")),
    statuses: known(STATUSES, params.getAll("status")),
    tags: params.getAll("tag").filter((name) => name !== ""),
    trashed: params.get("trashed") === "1",
    collection: params.get("collection") || null,
  };
}

/** Write a view as an address; the plain view is an empty one. */
export function paramsOf({ sort, kinds, statuses, tags, trashed, collection }: View): URLSearchParams {
  const params = new URLSearchParams();
  if (collection !== null) params.set("collection", collection);
  if (trashed) params.set("trashed", "1");
  if (sort !== "NEWEST") params.set("sort", sort.toLowerCase());
  for (const kind of kinds) params.append("kind", kind.toLowerCase());
  for (const status of statuses) params.append("status", status.toLowerCase());
  for (const tag of tags) params.append("tag", tag);
  return params;
}

export const isFiltered = ({ kinds, statuses, tags }: View): boolean =>
  kinds.length + statuses.length + tags.length > 0;

/** True when files that arrive belong into the view whatever they are; in a collection, if they come into it. */
export const takesArrivals = (view: View): boolean => !isFiltered(view) && !view.trashed;

/** True when the list is made of months, which can be laid out before they are read. */
export const hasMonths = ({ sort }: View): boolean => sort === "NEWEST" || sort === "OLDEST";
