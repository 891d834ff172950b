import { useMemo, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import type { CardActions } from "./card/card";
import { OriginalAddress, RetryAssets } from "./list/operations";

export type AssetActions = Pick<CardActions, "cancel" | "dismiss" | "retryUpload" | "retryAsset" | "download"> & {
  retryAll: (ids: readonly string[]) => Promise<void>;
};

/** What a person can do to assets and files, and the words of the last thing that did not work. */
export function useAssetActions(): { actions: AssetActions; trouble: string | null; clear: () => void } {
  const { ask, library, uploads } = useServices();
  const [trouble, setTrouble] = useState<string | null>(null);
  const actions = useMemo(() => {
    const retryAll = async (ids: readonly string[]): Promise<void> => {
      const results = await ask(RetryAssets, { ids: [...ids] }).catch((error: unknown) => setTrouble(wordsFor(error)));
      for (const result of results?.retryAssets ?? []) {
        if (result.__typename === "Asset") library.assets.read(result);
        else setTrouble(result.message);
      }
    };
    const remove = (key: string): void => uploads.cancel([key]);
    return {
      cancel: remove,
      dismiss: remove,
      retryUpload: (key: string) => uploads.retry(key),
      retryAsset: (id: string) => void retryAll([id]),
      retryAll,
      download: (id: string) =>
        void ask(OriginalAddress, { id }).then(startDownload, (error: unknown) => setTrouble(wordsFor(error))),
    };
    function startDownload({ asset }: { asset: { original: { url: string } | null } | null }): void {
      if (asset?.original) download(asset.original.url);
      else setTrouble("The original is not there to download yet.");
    }
  }, [ask, library, uploads]);
  return { actions, trouble, clear: () => setTrouble(null) };
}

/** Fetch an attachment: the page stays, the browser's own downloads take it. */
export function download(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.rel = "noreferrer";
  link.click();
}
