import type { AssetCard } from "@/lib/library/asset-card";
import { hex } from "@/lib/uploads/sha256";

/**
 * Where a file is on its way. "chosen": here only; "ready": signed, waiting its turn; "waiting": will try again by itself;
 * "asking": the library has its bytes, and the person has not said what is to be done; "finishing": nothing more to send,
 * the server is checking; "stored": done here; "refused": a no that needs the person.
 */
export type UploadPhase = "chosen" | "ready" | "sending" | "waiting" | "asking" | "finishing" | "stored" | "refused";

/** What becomes of a file that the library has already: its tags go to the one there is, a second asset, or nothing. */
export type OnDuplicate = "LINK" | "KEEP_BOTH" | "SKIP";

/** What a person says of files when adding them. */
export type Words = {
  readonly tags?: readonly string[];
  readonly description?: string;
  /** ISO 8601 with an offset. */
  readonly capturedAt?: string;
  /** The id of the collection they go into. */
  readonly collection?: string;
};

export type UploadItem = {
  readonly key: string;
  readonly file: File;
  /** Where it lay, as in "Holiday/Day 1". */
  readonly folder: string | null;
  /** Files added together carry one number: what is answered for one of them goes for all. */
  readonly batch: number;
  readonly words: Words;
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
  /** Of the whole file, in hex; undefined until it is hashed, null when it cannot be. */
  readonly sha256: string | null | undefined;
  /** An asset that has these very bytes. */
  readonly duplicate: AssetCard | null;
  /** What became of a file that the library had; null for one that was added. */
  readonly gaveWay: Exclude<OnDuplicate, "KEEP_BOTH"> | null;
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
const keyFor = (mark: string | null, round: number): string =>
  mark && round < MOST_ROUNDS ? `${mark}.${round}` : randomId();

/** Where every upload begins, also one that begins anew. */
const AT_FIRST = {
  phase: "chosen",
  sent: 0,
  assetId: null,
  uploadId: null,
  part: null,
  reason: null,
  mayRetry: true,
  duplicate: null,
  gaveWay: null,
  tries: 0,
  restarted: false,
} as const satisfies Partial<UploadItem>;

export type Chosen = { file: File; ratio: number | null; folder?: string | null; mark?: string | null };

/** A file as it is when it is added. */
export const chosen = (
  { file, ratio, folder = null, mark = null }: Chosen,
  batch: number,
  words: Words = {},
): UploadItem => ({
  ...AT_FIRST,
  key: `file-${randomId()}`,
  file,
  folder,
  batch,
  words,
  ratio,
  cut: { partSize: file.size, partCount: 1 },
  idempotencyKey: keyFor(mark, 0),
  mark,
  round: 0,
  sha256: undefined,
});

/** The same file as a new upload. */
export const begunAnew = ({ mark, round }: UploadItem): Partial<UploadItem> => ({
  ...AT_FIRST,
  round: round + 1,
  idempotencyKey: keyFor(mark, round + 1),
});

/** 128 random bits; crypto.randomUUID needs a secure context, this does not. */
const randomId = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));
