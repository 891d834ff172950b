import { FolderOpen } from "lucide-react";
import { Link } from "react-router";
import { graphql, type ResultOf } from "@/lib/api/graphql";
import { collectionAddress } from "@/lib/collections/address";
import { isDrawn } from "@/lib/library/asset-card";
import { blurredPicture } from "@/lib/library/thumb-hash";
import { cx } from "@/ui/class-names";
import { Picture } from "@/ui/picture";
import { contentsWords } from "./words";

export const CollectionTileFields = graphql(`
  fragment CollectionTile on Collection {
    id
    name
    assetCount { value exact }
    collectionCount
    cover { mimeType status placeholder small: thumbnail(width: 320) { url } medium: thumbnail(width: 1024) { url } }
  }
`);

export type TiledCollection = ResultOf<typeof CollectionTileFields>;

const FILL = "absolute inset-0 size-full object-cover";

/** One collection: what stands for it, its name, and how much lies in it. */
export function CollectionTile({ collection }: { collection: TiledCollection }) {
  const { id, name, cover } = collection;
  return (
    <li className="min-w-0">
      <Link to={collectionAddress(id)} className="group block rounded-lg outline-offset-4" title={name}>
        <span className="relative grid aspect-4/3 place-items-center overflow-hidden rounded-lg bg-tile">
          {cover && cover.status !== "QUARANTINED" ? <Cover cover={cover} /> : <NoCover />}
          <span
            aria-hidden
            className="absolute inset-0 rounded-lg bg-veil opacity-0 transition-opacity group-hover:opacity-30"
          />
        </span>
        <span className="mt-2 block truncate text-base font-medium">
          <bdi>{name}</bdi>
        </span>
        <span className="block truncate text-sm text-ink-faint tabular-nums">{contentsWords(collection)}</span>
      </Link>
    </li>
  );
}

function Cover({ cover }: { cover: NonNullable<TiledCollection["cover"]> }) {
  const blurred = cover.placeholder ? blurredPicture(cover.placeholder) : null;
  const url = cover.medium?.url ?? cover.small?.url;
  if (!blurred && !url) return <NoCover />;
  return (
    <>
      {blurred && <img src={blurred} alt="" className={FILL} />}
      {url && (
        <Picture
          key={url}
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          className={cx(FILL, "animate-appear", isDrawn(cover) && "bg-sheet")}
        />
      )}
    </>
  );
}

const NoCover = () => <FolderOpen size={30} strokeWidth={1.2} className="text-ink-faint" aria-hidden />;

const TILES = "grid grid-cols-[repeat(auto-fill,minmax(min(9.5rem,42vw),1fr))] gap-x-4 gap-y-6 sm:gap-x-5";
const WIDE_TILES = "sm:grid-cols-[repeat(auto-fill,minmax(13.5rem,1fr))]";

type TilesProps = { collections: readonly TiledCollection[]; label: string; small?: boolean };

/** Collections side by side; small ones where they stand above something else. */
export function CollectionTiles({ collections, label, small = false }: TilesProps) {
  return (
    <ul aria-label={label} className={cx(TILES, !small && WIDE_TILES)}>
      {collections.map((collection) => (
        <CollectionTile key={collection.id} collection={collection} />
      ))}
    </ul>
  );
}

/** Shapes of what comes, for a wait longer than 300 ms. */
export function TileShapes() {
  return (
    <div role="status" aria-label="Reading the collections" className={cx(TILES, WIDE_TILES, "animate-late")}>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index}>
          <div className="aspect-4/3 rounded-lg bg-tile" />
          <div className="mt-3 h-4 w-2/3 rounded-sm bg-tile" />
        </div>
      ))}
    </div>
  );
}
