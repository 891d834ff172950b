import { sha256Of } from "@/lib/uploads/sha256";

/** Smaller files are sent again in the time it takes to recognise them. */
const WORTH_RESUMING = 16 * 1024 * 1024;
const SAMPLES = 5;
const SAMPLE_BYTES = 256 * 1024;

/**
 * What a large file is recognised by when it is added again, days later or in another tab: its name, its size, and bytes
 * from its beginning to its end. Its date may change. Null for a small file.
 */
export async function fileMark(file: File): Promise<string | null> {
  if (file.size < WORTH_RESUMING) return null;
  const step = (file.size - SAMPLE_BYTES) / (SAMPLES - 1);
  const at = Array.from({ length: SAMPLES }, (_, index) => Math.floor(index * step));
  const samples = at.map((start) => file.slice(start, start + SAMPLE_BYTES));
  return sha256Of(new Blob([`${file.name}\n${file.size}\n`, ...samples]));
}
