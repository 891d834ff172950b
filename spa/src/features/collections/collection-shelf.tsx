import { Button } from "@/ui/button";
import { CollectionTiles } from "./collection-tile";
import { useCollection } from "./use-collection";
import { useCollections } from "./use-collections";

/** What is said about a collection, and the collections in it: they stand above its items and scroll with them. */
export function CollectionShelf({ id }: { id: string }) {
  const state = useCollection(id);
  const { collections, trouble, readMore } = useCollections(id);
  const description = state?.kind === "read" ? state.collection.description : null;
  const wrong = state?.kind === "wrong" ? state.words : collections === null ? trouble : null;
  const holds = collections !== null && collections.length > 0;
  if (!description && !holds && wrong === null) return null;
  return (
    <div className="flex flex-col gap-5 px-4 pt-1 pb-6 sm:pr-14 sm:pl-6">
      {wrong !== null && (
        <p role="alert" className="rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
          {wrong}
        </p>
      )}
      {description && (
        <p className="max-w-3xl text-base text-pretty whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">
          <bdi>{description}</bdi>
        </p>
      )}
      {holds && <CollectionTiles small collections={collections} label="Collections in here" />}
      {readMore && (
        <Button look="quiet" className="self-center" onClick={readMore}>
          Show more collections
        </Button>
      )}
    </div>
  );
}
