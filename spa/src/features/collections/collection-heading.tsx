import { ChevronRight, Ellipsis, FolderPlus, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { collectionAddress } from "@/lib/collections/address";
import { IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuLine } from "@/ui/menu";
import { DeleteDialog, EditCollection, NewCollection } from "./collection-dialogs";
import type { ReadOne } from "./operations";
import { useCollection } from "./use-collection";

/** Where a collection lies, what it is called, and what can be done with it. */
export function CollectionHeading({ id }: { id: string }) {
  const state = useCollection(id);
  const collection = state?.kind === "read" ? state.collection : null;
  return (
    <div className="flex min-w-0 items-center gap-1 max-sm:flex-1 max-sm:basis-0 sm:max-w-2/5">
      <div className="min-w-0">
        <Path path={collection?.path ?? []} />
        <h1 className="truncate text-lg font-semibold tracking-tight" title={collection?.name}>
          <bdi>{collection?.name ?? " "}</bdi>
        </h1>
      </div>
      {collection && <CollectionMenu collection={collection} />}
    </div>
  );
}

function Path({ path }: { path: ReadOne["path"] }) {
  const ways = [{ to: "/collections", name: "Collections" }].concat(
    path.map(({ id, name }) => ({ to: collectionAddress(id), name })),
  );
  return (
    <nav aria-label="Where it lies" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-0.5 text-xs text-ink-faint">
        {ways.map(({ to, name }) => (
          <li key={to} className="flex min-w-0 items-center gap-0.5">
            <Link to={to} className="truncate rounded-sm hover:text-ink hover:underline touch:py-2" title={name}>
              <bdi>{name}</bdi>
            </Link>
            <ChevronRight size={12} className="shrink-0" aria-hidden />
          </li>
        ))}
      </ol>
    </nav>
  );
}

type Asked = "inside" | "rename" | "delete";

function CollectionMenu({ collection }: { collection: ReadOne }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const onClose = (): void => setAsked(null);
  return (
    <>
      <Menu
        label="Collection"
        align="start"
        trigger={(props) => <IconButton icon={Ellipsis} label="More about this collection" {...props} />}
      >
        <MenuItem icon={FolderPlus} onSelect={() => setAsked("inside")}>
          New collection in here…
        </MenuItem>
        <MenuItem icon={Pencil} onSelect={() => setAsked("rename")}>
          Rename…
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} onSelect={() => setAsked("delete")}>
          Delete…
        </MenuItem>
      </Menu>
      {asked === "inside" && <NewCollection parent={collection.id} onClose={onClose} />}
      {asked === "rename" && <EditCollection collection={collection} onClose={onClose} />}
      {asked === "delete" && <DeleteDialog collection={collection} onClose={onClose} />}
    </>
  );
}
