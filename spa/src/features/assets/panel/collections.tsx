import { Link } from "react-router";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import { collectionAddress } from "@/lib/collections/address";

/** The collections an asset lies in, each a way there; nothing for none. */
export function Collections({ asset: { inCollections } }: { asset: AssetDetail }) {
  if (inCollections.length === 0) return null;
  return (
    <dl className="mt-4 grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 border-t border-line pt-4 text-sm">
      <dt className="text-ink-faint">Collections</dt>
      <dd>
        <ul className="flex flex-col gap-1.5">
          {inCollections.map(({ id, name, path }) => (
            <li key={id} className="min-w-0 [overflow-wrap:anywhere]">
              {path.length > 0 && (
                <span className="text-ink-faint">
                  <bdi>{path.map((one) => one.name).join(" / ")}</bdi>
                  {" / "}
                </span>
              )}
              <Link to={collectionAddress(id)} className="font-medium text-accent hover:underline">
                <bdi>{name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}
