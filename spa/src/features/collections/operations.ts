import { graphql, type ResultOf } from "@/lib/api/graphql";
import { CollectionTileFields } from "./collection-tile";

export const ListCollections = graphql(
  `
    query ListCollections($parent: ID, $after: String) {
      collections(parent: $parent, first: 50, after: $after) {
        nodes { ...CollectionTile }
        pageInfo { hasNextPage endCursor }
      }
    }
  `,
  [CollectionTileFields],
);

export const ReadCollection = graphql(`
  query ReadCollection($id: ID!) {
    collection(id: $id) { id name description exclusive path { id name } }
  }
`);

export const FindCollections = graphql(`
  query FindCollections($search: String) {
    collections(search: $search, first: 20) {
      nodes { id name path { name } assetCount { value exact } collectionCount }
    }
  }
`);

export const CreateCollection = graphql(`
  mutation CreateCollection($input: CreateCollectionInput!) {
    createCollection(input: $input) {
      __typename
      ... on Collection { id name }
      ... on CollectionRefused { code message field collection { id name } }
    }
  }
`);

export const UpdateCollection = graphql(`
  mutation UpdateCollection($input: UpdateCollectionInput!) {
    updateCollection(input: $input) {
      __typename
      ... on Collection { id name }
      ... on CollectionRefused { code message field collection { id name } }
    }
  }
`);

export const DeleteCollection = graphql(`
  mutation DeleteCollection($id: ID!) {
    deleteCollection(id: $id) { __typename ... on Collection { id } ... on CollectionRefused { message } }
  }
`);

export type ReadOne = NonNullable<ResultOf<typeof ReadCollection>["collection"]>;
export type Found = ResultOf<typeof FindCollections>["collections"]["nodes"][number];
