import { graphql, type ResultOf } from "@/lib/api/graphql";
import type { Services } from "@/lib/services";

const AddToCollection = graphql(`
  mutation AddToCollection($input: AddToCollectionInput!) {
    addToCollection(input: $input) {
      __typename
      ... on Collection { id }
      ... on CollectionRefused { code message collection { id name } }
    }
  }
`);

const RemoveFromCollection = graphql(`
  mutation RemoveFromCollection($input: RemoveFromCollectionInput!) {
    removeFromCollection(input: $input) {
      __typename
      ... on Collection { id }
      ... on CollectionRefused { code message collection { id name } }
    }
  }
`);

type Result = ResultOf<typeof AddToCollection>["addToCollection"];
export type CollectionRefusal = Extract<Result, { __typename: "CollectionRefused" }>;

/** How far it went: which assets were taken, and what stood in the way of the others. */
export type Taken = { ids: readonly string[]; refused: CollectionRefusal | null };

type Needs = Pick<Services, "ask" | "library">;

// The API takes no more in one request.
const AT_ONCE = 100;

/**
 * Put assets into a collection, a hundred at a time; a refusal ends it, and what went in before stays. With `move` they
 * leave the exclusive collection they are in. Throws RequestFailed.
 */
export function addToCollection(
  { ask, library }: Needs,
  collection: string,
  ids: readonly string[],
  move = false,
): Promise<Taken> {
  return inBatches(ids, async (assets) => {
    const { addToCollection: result } = await ask(AddToCollection, { input: { collection, assets, move } });
    if (result.__typename === "Collection") library.collected(assets, collection, true);
    return result;
  });
}

/** Take assets out of a collection, a hundred at a time; they stay in the library. Throws RequestFailed. */
export function removeFromCollection(
  { ask, library }: Needs,
  collection: string,
  ids: readonly string[],
): Promise<Taken> {
  return inBatches(ids, async (assets) => {
    const { removeFromCollection: result } = await ask(RemoveFromCollection, { input: { collection, assets } });
    if (result.__typename === "Collection") library.collected(assets, collection, false);
    return result;
  });
}

async function inBatches(ids: readonly string[], send: (some: string[]) => Promise<Result>): Promise<Taken> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const result = await send(ids.slice(at, at + AT_ONCE));
    if (result.__typename === "CollectionRefused") return { ids: ids.slice(0, at), refused: result };
  }
  return { ids, refused: null };
}
