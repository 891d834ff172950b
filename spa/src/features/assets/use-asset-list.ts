import { useEffect, useMemo, useState } from "react";
import { useServices, type Services } from "@/lib/services";
import { useSignal } from "@/lib/state/signal";
import { AssetList } from "./list/asset-list";
import { isSamePlace, paramsOf, viewOf } from "./list/view";

/** The list for a view, opened once and followed while it is shown; files being added appear in it by themselves. */
export function useAssetList(params: URLSearchParams): { list: AssetList; wanted: AssetList } {
  const services = useServices();
  const name = paramsOf(viewOf(params)).toString();
  const wanted = useMemo(() => new AssetList(viewOf(new URLSearchParams(name)), services), [name, services]);
  useEffect(() => follow(wanted, services), [wanted, services]);
  return { list: useShown(wanted), wanted };
}

/** The list that is wanted once it can be shown; until then the one before, if it is of the same place. */
function useShown(wanted: AssetList): AssetList {
  const [shown, setShown] = useState(wanted);
  const opening = useSignal(wanted.state).kind === "opening";
  const next = opening && isSamePlace(shown.view, wanted.view) ? shown : wanted;
  if (next !== shown) setShown(next);
  return next;
}

function follow(list: AssetList, services: Services): () => void {
  void list.open();
  const unfollow = services.library.listen((event) => list.receive(event));
  const unwatch = watchUploads(list, services);
  return () => {
    list.close();
    unfollow();
    unwatch();
  };
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
