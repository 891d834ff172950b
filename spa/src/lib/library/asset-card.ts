import { graphql, type ResultOf } from "@/lib/api/graphql";

/** What a card needs; every list and every event carries exactly this. */
export const AssetCardFields = graphql(`
  fragment AssetCard on Asset {
    id
    revision
    title
    filename
    kind
    mimeType
    size
    status
    failure { code message retryable at }
    width
    height
    duration
    createdAt
    trashedAt
    placeholder
    small: thumbnail(width: 320) { url width height }
    medium: thumbnail(width: 1024) { url width height }
    animation { url width height }
    collections { id }
  }
`);

export type AssetCard = ResultOf<typeof AssetCardFields>;
export type AssetStatus = AssetCard["status"];
export type MediaKind = AssetCard["kind"];

/** True for an asset that lies directly in a collection. */
export const isIn = ({ collections }: Pick<AssetCard, "collections">, collection: string): boolean =>
  collections.some(({ id }) => id === collection);

/** True for a drawing, which shows on a light sheet: its ink is usually black. */
export const isDrawn = ({ mimeType }: { mimeType: string }): boolean => mimeType === "image/svg+xml";
