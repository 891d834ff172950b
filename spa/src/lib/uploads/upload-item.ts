/**
 * Where a file is on its way. "chosen": here only; "ready": signed, waiting its turn; "waiting": will try again by itself;
 * "finishing": every byte sent, the server is checking; "stored": done here; "refused": a no that needs the person.
 */
export type UploadPhase = "chosen" | "ready" | "sending" | "waiting" | "finishing" | "stored" | "refused";

export type UploadItem = {
  readonly key: string;
  readonly file: File;
  /** Width over height, read from the file itself; null when it does not say. */
  readonly ratio: number | null;
  readonly phase: UploadPhase;
  readonly sent: number;
  readonly assetId: string | null;
  readonly uploadId: string | null;
  readonly part: SignedPart | null;
  /** Why it stopped, for the person to read. */
  readonly reason: string | null;
  /** False when the same file would only be refused again. */
  readonly mayRetry: boolean;
  readonly idempotencyKey: string;
  readonly tries: number;
};

export type SignedPart = { url: string; headers: Record<string, string>; expiresAt: string };

/** True while leaving the page would lose something. */
export const isUnfinished = ({ phase }: UploadItem): boolean => phase !== "stored" && phase !== "refused";

export function chosen(file: File, ratio: number | null): UploadItem {
  return {
    key: `file-${randomId()}`,
    file,
    ratio,
    phase: "chosen",
    sent: 0,
    assetId: null,
    uploadId: null,
    part: null,
    reason: null,
    mayRetry: true,
    idempotencyKey: randomId(),
    tries: 0,
  };
}

/** 128 random bits; crypto.randomUUID needs a secure context, this does not. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
