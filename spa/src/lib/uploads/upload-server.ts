import type { Ask } from "@/lib/api/client";
import { graphql } from "@/lib/api/graphql";
import { AssetCardFields, type AssetCard } from "@/lib/library/asset-card";
import type { SignedPart, UploadItem } from "@/lib/uploads/upload-item";

const CreateUploads = graphql(
  `
    mutation CreateUploads($inputs: [CreateUploadInput!]!) {
      createUploads(inputs: $inputs) {
        __typename
        ... on Upload { id status asset { ...AssetCard } parts { url headers expiresAt } }
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
      ... on SignedUploadParts { parts { url headers expiresAt } }
      ... on Refusal { code message }
    }
  }
`);
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
export type Created = { uploadId: string; asset: AssetCard; part: SignedPart | null };

/** What the upload queue asks of the API, always in batches, each answer in the order of its question. */
export type UploadServer = {
  create(items: UploadItem[]): Promise<(Created | Refused)[]>;
  sign(uploadId: string): Promise<SignedPart | Refused>;
  complete(uploadIds: string[]): Promise<(AssetCard | Refused)[]>;
  abort(uploadIds: string[]): Promise<void>;
};

export function uploadServer(ask: Ask): UploadServer {
  return {
    async create(items) {
      const inputs = items.map(({ file, idempotencyKey }) => ({
        filename: file.name,
        size: file.size,
        idempotencyKey,
        ...(file.type && { mimeType: file.type }),
      }));
      const { createUploads } = await ask(CreateUploads, { inputs });
      return createUploads.map((result) => {
        if (result.__typename !== "Upload") return { refused: result.message, code: result.code };
        return result.asset ? { uploadId: result.id, asset: result.asset, part: firstPart(result.parts) } : GONE;
      });
    },
    async sign(uploadId) {
      const { signUploadParts } = await ask(SignUploadParts, { inputs: [{ upload: uploadId, numbers: [1] }] });
      const result = signUploadParts[0];
      const part = result?.__typename === "SignedUploadParts" ? firstPart(result.parts) : null;
      if (part) return part;
      return result && "message" in result ? { refused: result.message, code: result.code } : GONE;
    },
    async complete(uploadIds) {
      const { completeUploads } = await ask(CompleteUploads, { inputs: uploadIds.map((upload) => ({ upload })) });
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

type Part = { url: string; headers: unknown; expiresAt: string };

const firstPart = (parts: Part[]): SignedPart | null =>
  parts[0] ? { ...parts[0], headers: (parts[0].headers ?? {}) as Record<string, string> } : null;
