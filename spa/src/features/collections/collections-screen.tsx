import { FolderOpen, FolderPlus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Unread } from "@/ui/unread";
import { NewCollection } from "./collection-dialogs";
import { CollectionTiles, TileShapes } from "./collection-tile";
import { NearEnd } from "./near-end";
import { useCollections } from "./use-collections";

/** The outermost collections, by name. */
export function CollectionsScreen() {
  const { collections, trouble, readAgain, readMore } = useCollections(null);
  const [making, setMaking] = useState(false);
  return (
    <main className="scroller relative min-h-0 flex-1 overflow-y-auto">
      <header className="flex min-h-16 items-center gap-2 px-4 py-2 sm:pr-14 sm:pl-6">
        <h1 className="mr-auto text-lg font-semibold tracking-tight">Collections</h1>
        {collections && collections.length > 0 && (
          <Button look="primary" icon={FolderPlus} onClick={() => setMaking(true)}>
            New collection
          </Button>
        )}
      </header>
      <div className="px-4 pb-24 sm:pr-14 sm:pl-6">
        {collections !== null && trouble !== null && (
          <p role="alert" className="mb-4 rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
            {trouble}
          </p>
        )}
        {collections === null &&
          (trouble === null ? (
            <TileShapes />
          ) : (
            <Unread title="The collections could not be read" words={trouble} onAgain={readAgain} />
          ))}
        {collections?.length === 0 && <NoCollections onMake={() => setMaking(true)} />}
        {collections && collections.length > 0 && <CollectionTiles collections={collections} label="Collections" />}
        {readMore && <NearEnd onNear={readMore} />}
      </div>
      {making && <NewCollection parent={null} onClose={() => setMaking(false)} />}
    </main>
  );
}

/** What collections are for, and the first one. */
function NoCollections({ onMake }: { onMake: () => void }) {
  return (
    <Notice
      icon={FolderOpen}
      title="Keep together what belongs together"
      actions={
        <Button look="primary" icon={FolderPlus} onClick={onMake}>
          New collection
        </Button>
      }
    >
      A collection holds items of the library, and other collections: a journey, a client, a project. Nothing is copied,
      and everybody in the library sees it.
    </Notice>
  );
}
