import type { Ask } from "@/lib/api/client";
import { graphql } from "@/lib/api/graphql";
import { AssetCardFields, type AssetCard } from "@/lib/library/asset-card";
import { HASHED_FIRST_UP_TO } from "@/lib/uploads/hashing";
import type { Cut, OnDuplicate, SignedPart, UploadItem } from "@/lib/uploads/upload-item";

const CreateUploads = graphql(
  `
    mutation CreateUploads($inputs: [CreateUploadInput!]!) {
      createUploads(inputs: $inputs) {
        __typename
        ... on Upload {
          id
          asset { ...AssetCard }
          partSize
          partCount
          parts { url headers expiresAt }
          duplicateOf { ...AssetCard }
        }
        ... on Refusal { code message }
      }
    }
  `,
  [AssetCardFields],
);
const SignUploadParts = graphql(`
  mutation SignUploadParts($inputs: [SignUploadPartsInput!]!) {
    signUploadParts(inputs: $inputs) {
      __typename
      ... on SignedUploadParts { parts { number url headers expiresAt } }
      ... on Refusal { code message }
    }
  }
`);
const ReadUpload = graphql(`
  query ReadUpload($id: ID!) { upload(id: $id) { id status restarts uploadedParts { number } } }
`);
const OfferHash = graphql(
  `
    mutation OfferHash($inputs: [OfferUploadHashInput!]!) {
      offerUploadHashes(inputs: $inputs) {
        __typename
        ... on Upload { id status duplicateOf { ...AssetCard } }
        ... on Refusal { code message }
      }
    }
  `,
  [AssetCardFields],
);
const CompleteUploads = graphql(
  `
    mutation CompleteUploads($inputs: [CompleteUploadInput!]!) {
      completeUploads(inputs: $inputs) {
        __typename
        ... on Asset { ...AssetCard }
        ... on Refusal { code message }
      }
    }
  `,
  [AssetCardFields],
);
const AbortUploads = graphql(`
  mutation AbortUploads($ids: [ID!]!) {
    abortUploads(ids: $ids) { __typename ... on Refusal { code message } }
  }
`);

export type Refused = { refused: string; code: string };
export type Created = {
  uploadId: string;
  asset: AssetCard;
  part: SignedPart | null;
  cut: Cut;
  /** An asset that has these bytes already. */
  duplicate: AssetCard | null;
};
/** The parts that storage holds, and how often it has lost them. */
export type Held = { numbers: ReadonlySet<number>; restarts: number };

/** What the upload queue asks of the API, always in batches, each answer in the order of its question. */
export type UploadServer = {
  create(items: UploadItem[]): Promise<(Created | Refused)[]>;
  sign(uploadId: string): Promise<SignedPart | Refused>;
  signParts(uploadId: string, numbers: readonly number[]): Promise<ReadonlyMap<number, SignedPart> | Refused>;
  held(uploadId: string): Promise<Held | Refused>;
  /** Say what a file hashes to; the answer is an asset that has its bytes already. */
  offer(uploadId: string, sha256: string): Promise<AssetCard | null>;
  complete(inputs: { upload: string; onDuplicate: OnDuplicate }[]): Promise<(AssetCard | Refused)[]>;
  abort(uploadIds: string[]): Promise<void>;
};

export function uploadServer(ask: Ask): UploadServer {
  return {
    async create(items) {
      const inputs = items.map(inputFor);
      const { createUploads } = await ask(CreateUploads, { inputs });
      return createUploads.map((result) => {
        if (result.__typename !== "Upload") return { refused: result.message, code: result.code };
        const { id, asset, parts, partSize, partCount, duplicateOf: duplicate } = result;
        return asset ? { uploadId: id, asset, part: firstPart(parts), cut: { partSize, partCount }, duplicate } : GONE;
      });
    },
    async sign(uploadId) {
      const parts = await signParts(ask, uploadId, [1]);
      return "refused" in parts ? parts : (parts.get(1) ?? GONE);
    },
    signParts: (uploadId, numbers) => signParts(ask, uploadId, numbers),
    async held(uploadId) {
      const { upload } = await ask(ReadUpload, { id: uploadId });
      if (upload?.status !== "WAITING") return GONE;
      return { numbers: new Set(upload.uploadedParts.map(({ number }) => number)), restarts: upload.restarts };
    },
    async offer(upload, sha256) {
      const [result] = (await ask(OfferHash, { inputs: [{ upload, sha256 }] })).offerUploadHashes;
      return result?.__typename === "Upload" && result.status === "INSTANT" ? result.duplicateOf : null;
    },
    async complete(inputs) {
      const { completeUploads } = await ask(CompleteUploads, { inputs });
      return completeUploads.map((result) =>
        result.__typename === "Asset" ? result : { refused: result.message, code: result.code },
      );
    },
    async abort(ids) {
      await ask(AbortUploads, { ids });
    },
  };
}

const GONE: Refused = { refused: "This upload can no longer be continued. Add the file again.", code: "UPLOAD_GONE" };

function inputFor({ file, folder, idempotencyKey, sha256, words }: UploadItem) {
  return {
    filename: file.name,
    size: file.size,
    idempotencyKey,
    ...(file.type && { mimeType: file.type }),
    ...(folder && { folder }),
    // A large file is announced before it is hashed, and found again by the same announcement.
    ...(sha256 && file.size <= HASHED_FIRST_UP_TO && { sha256 }),
    ...(words.tags && { tags: [...words.tags] }),
    ...(words.description && { description: words.description }),
    ...(words.capturedAt && { capturedAt: words.capturedAt }),
    ...(words.collection && { collection: words.collection }),
  };
}

async function signParts(ask: Ask, upload: string, numbers: readonly number[]) {
  const [result] = (await ask(SignUploadParts, { inputs: [{ upload, numbers: [...numbers] }] })).signUploadParts;
  if (result?.__typename !== "SignedUploadParts") return result ? { refused: result.message, code: result.code } : GONE;
  return new Map(result.parts.map((part) => [part.number, signedPart(part)]));
}

type Part = { url: string; headers: unknown; expiresAt: string };

const signedPart = (part: Part): SignedPart => ({
  ...part,
  headers: (part.headers ?? {}) as Record<string, string>,
});

const firstPart = (parts: Part[]): SignedPart | null => (parts[0] ? signedPart(parts[0]) : null);
