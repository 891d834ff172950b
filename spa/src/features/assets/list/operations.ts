import { graphql, type ResultOf } from "@/lib/api/graphql";
import { AssetCardFields } from "@/lib/library/asset-card";

export const OpenList = graphql(`
  query OpenList($filter: AssetFilter, $sort: AssetSort!) {
    timeline(filter: $filter) { month count }
    assets(filter: $filter, sort: $sort, first: 1) { liveCursor total { value exact } }
  }
`);

export const AssetPage = graphql(
  `
    query AssetPage($filter: AssetFilter, $sort: AssetSort!, $first: Int!, $after: String) {
      assets(filter: $filter, sort: $sort, first: $first, after: $after) {
        nodes { ...AssetCard }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [AssetCardFields],
);

/** A page of what was searched for, and why each was found. */
export const FoundPage = graphql(
  `
    query FoundPage($search: String!, $filter: AssetFilter, $sort: AssetSort!, $first: Int!, $after: String) {
      assets(search: $search, filter: $filter, sort: $sort, first: $first, after: $after) {
        edges {
          node { ...AssetCard }
          match { score highlights { field pieces { text matched } } }
        }
        pageInfo { hasNextPage endCursor }
        total { value exact }
        degraded
        liveCursor
      }
    }
  `,
  [AssetCardFields],
);

export type Match = NonNullable<ResultOf<typeof FoundPage>["assets"]["edges"][number]["match"]>;

/** Only where the next page begins: the way to a page deep inside a month. */
export const SkimPage = graphql(`
  query SkimPage($search: String, $filter: AssetFilter, $sort: AssetSort!, $first: Int!, $after: String) {
    assets(search: $search, filter: $filter, sort: $sort, first: $first, after: $after) { pageInfo { hasNextPage endCursor } }
  }
`);

export const RetryAssets = graphql(
  `
    mutation RetryAssets($ids: [ID!]!) {
      retryAssets(ids: $ids) {
        __typename
        ... on Asset { ...AssetCard }
        ... on Refusal { code message }
      }
    }
  `,
  [AssetCardFields],
);

export const TrashAssets = graphql(
  `
    mutation TrashAssets($ids: [ID!]!) {
      trashAssets(ids: $ids) { __typename ... on Asset { ...AssetCard } ... on Refusal { message } }
    }
  `,
  [AssetCardFields],
);

export const RestoreAssets = graphql(
  `
    mutation RestoreAssets($ids: [ID!]!) {
      restoreAssets(ids: $ids) { __typename ... on Asset { ...AssetCard } ... on Refusal { message } }
    }
  `,
  [AssetCardFields],
);

export const ReleaseAssets = graphql(
  `
    mutation ReleaseAssets($ids: [ID!]!) {
      releaseAssets(ids: $ids) { __typename ... on Asset { ...AssetCard } ... on Refusal { message } }
    }
  `,
  [AssetCardFields],
);

export const OriginalAddress = graphql(`
  query OriginalAddress($id: ID!) {
    asset(id: $id) { original { url } }
  }
`);
