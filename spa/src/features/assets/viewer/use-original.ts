import { useEffect, useState } from "react";
import type { AssetDetail } from "./asset-detail";

/** Types every browser shows in an <img>. */
const SHOWN = new Set(["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"]);
/** Bytes beyond which looking closely would cost more memory than it is worth. */
const MOST = 80_000_000;

/** The original's own pixels as a local address, fetched only once the renditions have no more to show. */
export function useOriginal(asset: AssetDetail | undefined, needed: boolean): string | null {
  const [shown, setShown] = useState<{ id: string; url: string } | null>(null);
  const id = asset?.id;
  const url = asset && SHOWN.has(asset.mimeType) && asset.size <= MOST ? asset.original?.url : undefined;
  useEffect(() => {
    if (!needed || id === undefined || url === undefined || shown?.id === id) return undefined;
    const stop = new AbortController();
    void fetch(url, { signal: stop.signal })
      .then((response) => (response.ok ? response.blob() : null))
      .then((blob) => blob && setShown({ id, url: URL.createObjectURL(blob) }))
      // Without it the largest rendition stays in view, which is what was there before.
      .catch(() => undefined);
    return () => stop.abort();
  }, [needed, id, url, shown]);
  useEffect(
    () => () => {
      if (shown) URL.revokeObjectURL(shown.url);
    },
    [shown],
  );
  return shown && shown.id === id ? shown.url : null;
}
