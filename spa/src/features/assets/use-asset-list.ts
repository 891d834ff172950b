import { useEffect, useMemo } from "react";
import { useServices, type Services } from "@/lib/services";
import { AssetList } from "./list/asset-list";
import { paramsOf, viewOf } from "./list/view";

/** The list for a view, opened once and followed while it is shown; files being added appear in it by themselves. */
export function useAssetList(params: URLSearchParams): AssetList {
  const services = useServices();
  const name = paramsOf(viewOf(params)).toString();
  const list = useMemo(() => new AssetList(viewOf(new URLSearchParams(name)), services), [name, services]);
  useEffect(() => {
    void list.open();
    const unfollow = services.library.listen((event) => list.receive(event));
    const unwatch = watchUploads(list, services);
    return () => {
      unfollow();
      unwatch();
    };
  }, [list, services]);
  return list;
}

function watchUploads(list: AssetList, { uploads }: Services): () => void {
  let known = new Set<string>();
  const follow = (): void => {
    const keys = new Set(uploads.order.get());
    const added = [...keys].filter((key) => !known.has(key));
    const gone = [...known].filter((key) => !keys.has(key));
    known = keys;
    if (added.length > 0) list.addOwn(added);
    if (gone.length > 0) list.dismiss(gone);
  };
  // What was finished under an earlier view is found by the list itself.
  known = new Set(uploads.order.get().filter((key) => uploads.items.get(key)?.phase === "stored"));
  follow();
  return uploads.order.listen(follow);
}
