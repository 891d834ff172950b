import type { AssetCard } from "@/lib/library/asset-card";
import type { HashFile } from "@/lib/uploads/hashing";
import type { PutFile } from "@/lib/uploads/put-file";
import type { UploadServer } from "@/lib/uploads/upload-server";

/** What uploading needs of the world. */
export type UploadPorts = {
  server: UploadServer;
  put: PutFile;
  hash: HashFile;
  /** Seconds to wait before try number `tries`. */
  wait: (tries: number) => Promise<void>;
  /** Told of every asset an answer carried. */
  onAsset: (asset: AssetCard) => void;
};

/** Uploads per request, the API's limit. */
export const BATCH = 100;
/** After so many tries in a row a person has to say that it is worth another. */
export const MOST_TRIES = 8;
export const NOT_KEPT = "Storage did not keep this file after several tries. Nothing is lost here: try it again.";
