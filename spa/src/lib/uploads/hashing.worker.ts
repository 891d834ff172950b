import { sha256Of } from "@/lib/uploads/sha256";

/** Hash the blob of a message, and answer with its SHA-256, or null when its bytes cannot be read. */
addEventListener("message", ({ data }: MessageEvent<Blob>) => {
  void sha256Of(data)
    .catch(() => null)
    .then((sha256) => postMessage(sha256));
});
