import { graphql, type ResultOf } from "@/lib/api/graphql";
import { AssetCardFields } from "@/lib/library/asset-card";

export const TwinFields = graphql(
  `
    fragment Twin on Asset {
      ...AssetCard
      capturedAt { local offsetMinutes }
      tags { tag { id name } source }
      uploadedBy { __typename ... on User { name } ... on ApiKey { name } }
    }
  `,
  [AssetCardFields],
);

// The numbers stand here as they are: the API reckons with a variable as with the largest page.
export const ReadDuplicates = graphql(
  `
    query ReadDuplicates($after: String) {
      duplicates(first: 8, after: $after) {
        nodes { id assetCount assets(first: 16) { ...Twin } }
        pageInfo { hasNextPage endCursor }
        total { value exact }
      }
    }
  `,
  [TwinFields],
);

export const CountDuplicates = graphql(`query CountDuplicates { duplicates(first: 1) { total { value } } }`);

export const KeepDuplicate = graphql(
  `
    mutation KeepDuplicate($input: KeepDuplicateInput!) {
      keepDuplicate(input: $input) {
        __typename
        ... on DuplicateKept { kept { ...AssetCard } trashed { ...AssetCard } }
        ... on Refusal { message }
      }
    }
  `,
  [AssetCardFields],
);

export const DismissDuplicates = graphql(`
  mutation DismissDuplicates($group: ID!) {
    dismissDuplicates(group: $group) { __typename ... on DuplicateGroup { id } ... on Refusal { message } }
  }
`);

export const RestoreTwins = graphql(
  `
    mutation RestoreTwins($ids: [ID!]!) {
      restoreAssets(ids: $ids) { __typename ... on Asset { ...AssetCard } ... on Refusal { message } }
    }
  `,
  [AssetCardFields],
);

export type Twin = ResultOf<typeof TwinFields>;
export type Group = ResultOf<typeof ReadDuplicates>["duplicates"]["nodes"][number];
