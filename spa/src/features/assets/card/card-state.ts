import type { AssetCard, AssetStatus } from "@/lib/library/asset-card";
import type { WorkUnderWay } from "@/lib/library/library";
import type { UploadItem } from "@/lib/uploads/upload-item";
import { progressWords } from "@/lib/format/progress";

export type CardStatus = AssetStatus | "CHOSEN";

/** What one card shows, from the file on its way and the asset it becomes; either may be missing. */
export type CardState = {
  status: CardStatus;
  name: string;
  size: number;
  kind: AssetCard["kind"];
  /** Share of bytes sent, while they are. */
  share: number | null;
  /** One line under or on the picture: what is happening, or why it stopped. */
  line: string | null;
  /** "upload": send the file again; "processing": let the server try again; null where trying cannot help. */
  retry: "upload" | "processing" | null;
};

/** Work shorter than this is not worth a word. */
const WORTH_SAYING_MS = 2000;

export function cardState(
  item: UploadItem | undefined,
  asset: AssetCard | undefined,
  work: WorkUnderWay | undefined,
  now: number,
): CardState {
  const base = {
    name: asset?.filename ?? item?.file.name ?? "",
    size: asset?.size ?? item?.file.size ?? 0,
    kind: asset?.kind ?? kindOfFile(item?.file.type ?? ""),
    share: null,
    line: null,
    retry: null,
  };
  if (item && item.phase !== "stored") return { ...base, ...uploadState(item) };
  if (!asset) return { ...base, status: "CHOSEN" };
  return { ...base, status: asset.status, ...assetState(asset, work, now, item !== undefined) };
}

function uploadState(item: UploadItem): Pick<CardState, "status"> & Partial<CardState> {
  const share = item.file.size > 0 ? item.sent / item.file.size : 0;
  switch (item.phase) {
    case "chosen":
      return { status: "CHOSEN" };
    case "refused":
      return { status: "FAILED", line: item.reason, retry: item.mayRetry ? "upload" : null };
    case "ready":
    case "asking":
      return { status: "UPLOADING" };
    case "waiting":
      return { status: "UPLOADING", share, line: "Waiting for the connection, resumes by itself" };
    default:
      return { status: "UPLOADING", share };
  }
}

function assetState(asset: AssetCard, work: WorkUnderWay | undefined, now: number, own: boolean): Partial<CardState> {
  switch (asset.status) {
    case "FAILED":
      return {
        line: reasonOf(asset),
        retry: asset.failure?.retryable ? "processing" : null,
      };
    case "QUARANTINED":
      return { line: asset.failure?.message ?? "Held back until an administrator decides." };
    case "PROCESSING":
      return { line: work && now - work.since > WORTH_SAYING_MS ? progressWords(work) : null };
    case "UPLOADING":
      return own ? {} : { line: "Its upload has not finished. If it was interrupted, add the file again." };
    default:
      return {};
  }
}

/** Why it stopped; what a person called off needs no longer words. */
const reasonOf = ({ failure }: AssetCard): string =>
  failure?.code === "CANCELLED" ? "Called off before it was prepared." : (failure?.message ?? "Could not be prepared.");

function kindOfFile(type: string): AssetCard["kind"] {
  const family = type.split("/")[0];
  if (family === "image") return "IMAGE";
  if (family === "video") return "VIDEO";
  if (family === "audio") return "AUDIO";
  return type === "application/pdf" || family === "text" ? "DOCUMENT" : "OTHER";
}
