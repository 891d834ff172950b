import { sha256 } from "@noble/hashes/sha2.js";

/** Bytes held in memory at once. */
const WHOLE_UP_TO = 32 * 1024 * 1024;
const CHUNK = 4 * 1024 * 1024;

/**
 * The SHA-256 of a blob of any size, in lower-case hex. Small ones by the browser's own routine, which takes all bytes at
 * once and is missing on plain http beyond this machine; others by one that takes them bit by bit, at a third of the
 * speed. Rejects when the bytes cannot be read.
 */
export async function sha256Of(blob: Blob): Promise<string> {
  if (blob.size <= WHOLE_UP_TO && "subtle" in crypto)
    return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
  const hash = sha256.create();
  for (let at = 0; at < blob.size; at += CHUNK) {
    hash.update(new Uint8Array(await blob.slice(at, at + CHUNK).arrayBuffer()));
  }
  return hex(hash.digest());
}

/** Bytes as lower-case hex. */
export const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
