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
  /** The one PUT of a file that is sent whole. */
  readonly part: SignedPart | null;
  /** How a large file is cut; one part means that it is sent whole. */
  readonly cut: Cut;
  /** Why it stopped, for the person to read. */
  readonly reason: string | null;
  /** False when the same file would only be refused again. */
  readonly mayRetry: boolean;
  readonly idempotencyKey: string;
  /** What a large file is recognised by: the same mark, the same upload, unless that is over. */
  readonly mark: string | null;
  /** How many uploads of this mark were over. */
  readonly round: number;
  readonly tries: number;
  /** True once storage lost what was sent, and it is sent again. */
  readonly restarted: boolean;
};

export type Cut = { readonly partSize: number; readonly partCount: number };

export type SignedPart = { url: string; headers: Record<string, string>; expiresAt: string };

export const isInParts = ({ cut }: UploadItem): boolean => cut.partCount > 1;

/** True for a signature that will still hold when the bytes are there. */
export const stillSigned = (part: SignedPart | null): part is SignedPart =>
  part !== null && Date.parse(part.expiresAt) > Date.now() + 5000;

/** True while leaving the page would lose something. */
export const isUnfinished = ({ phase }: UploadItem): boolean => phase !== "stored" && phase !== "refused";

/** Times that one large file is uploaded, each under a key to find it by; a random one has to do after that. */
const MOST_ROUNDS = 20;

/** The key under which a file is announced: the same again for a large file, so that its upload is found again. */
export const keyFor = (mark: string | null, round: number): string =>
  mark && round < MOST_ROUNDS ? `${mark}.${round}` : randomId();

export function chosen(file: File, ratio: number | null, mark: string | null = null): UploadItem {
  return {
    key: `file-${randomId()}`,
    file,
    ratio,
    phase: "chosen",
    sent: 0,
    assetId: null,
    uploadId: null,
    part: null,
    cut: { partSize: file.size, partCount: 1 },
    reason: null,
    mayRetry: true,
    idempotencyKey: keyFor(mark, 0),
    mark,
    round: 0,
    tries: 0,
    restarted: false,
  };
}

/** 128 random bits; crypto.randomUUID needs a secure context, this does not. */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
