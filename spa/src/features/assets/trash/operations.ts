import { graphql } from "@/lib/api/graphql";

export const DeleteAssets = graphql(`
  mutation DeleteAssets($ids: [ID!]!) {
    deleteAssets(ids: $ids) { __typename ... on DeletedAsset { id } ... on Refusal { code message } }
  }
`);

export const EmptyTrash = graphql(`
  mutation EmptyTrash {
    emptyTrash { __typename ... on EmptiedTrash { deleted more } ... on Refusal { message } }
  }
`);

export const CountTrash = graphql(`
  query CountTrash { assets(filter: { trashed: true }, first: 1) { total { value exact } } }
`);
