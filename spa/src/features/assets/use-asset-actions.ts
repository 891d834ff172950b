import { useMemo, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { addToCollection, removeFromCollection, type Taken } from "@/lib/collections/membership";
import { count } from "@/lib/format/words";
import type { AssetCard } from "@/lib/library/asset-card";
import { useServices, type Services } from "@/lib/services";
import type { CardActions } from "./card/card";
import { download } from "./download/save";
import { OriginalAddress, ReleaseAssets, RestoreAssets, RetryAssets, TrashAssets } from "./list/operations";
import { deleting, type Tell } from "./trash/deleting";

/** What is asked before it is done: which file to save, which size to make, where to put it, whether it is meant. */
export type Asked =
  | { kind: "files"; id: string }
  | { kind: "sizes"; ids: readonly string[] }
  | { kind: "collection"; ids: readonly string[] }
  | { kind: "release"; id: string }
  | { kind: "delete"; ids: readonly string[]; onward: () => void }
  | { kind: "empty" };

export type AssetActions = Pick<
  CardActions,
  "cancel" | "dismiss" | "retryUpload" | "retryAsset" | "download" | "askRelease"
> & {
  retryAll: (ids: readonly string[]) => Promise<void>;
  trash: (ids: readonly string[]) => Promise<void>;
  restore: (ids: readonly string[]) => Promise<void>;
  release: (id: string) => Promise<void>;
  /** Everything there is to save of one asset. */
  askFiles: (id: string) => void;
  /** One size of many assets. */
  askSizes: (ids: readonly string[]) => void;
  /** The collection that assets go into. */
  askCollection: (ids: readonly string[]) => void;
  /** Out of a collection; they stay in the library. */
  leaveCollection: (collection: string, ids: readonly string[]) => Promise<void>;
  /** Whether assets in the trash go for good; `onward` leaves their place as that begins. */
  askDelete: (ids: readonly string[], onward: () => void) => void;
  /** Whether all that is in the trash goes. */
  askEmpty: () => void;
  deleteForGood: (ids: readonly string[], tell: Tell) => Promise<void>;
  emptyTrash: (tell: Tell) => Promise<void>;
};

type Trouble = (words: string | null) => void;
type Answer = { __typename: "Asset" | "AssetNotFound"; message?: string };

// The API takes no more in one request.
const AT_ONCE = 100;

/** What a person can do to assets and files, what they are asked first, and the words of what did not work last. */
export function useAssetActions() {
  const services = useServices();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [asked, ask] = useState<Asked | null>(null);
  const actions = useMemo<AssetActions>(
    () => ({
      ...onFiles(services),
      ...onAssets(services, setTrouble),
      ...moving(services, setTrouble),
      ...deleting(services, setTrouble),
      leaveCollection: leaving(services, setTrouble),
      askFiles: (id) => ask({ kind: "files", id }),
      askSizes: (ids) => ask({ kind: "sizes", ids }),
      askCollection: (ids) => ask({ kind: "collection", ids }),
      askRelease: (id) => ask({ kind: "release", id }),
      askDelete: (ids, onward) => ask({ kind: "delete", ids, onward }),
      askEmpty: () => ask({ kind: "empty" }),
    }),
    [services],
  );
  return { actions, asked, stopAsking: () => ask(null), trouble, clear: () => setTrouble(null) };
}

function onFiles({ uploads }: Services) {
  const remove = (key: string): void => uploads.cancel([key]);
  return { cancel: remove, dismiss: remove, retryUpload: (key: string) => uploads.retry(key) };
}

function onAssets({ ask, library }: Services, trouble: Trouble) {
  const take = (results: readonly Answer[]): void => {
    for (const result of results) {
      if (isAsset(result)) library.assets.read(result);
      else trouble(result.message ?? null);
    }
  };
  const retryAll = (ids: readonly string[]): Promise<void> =>
    ask(RetryAssets, { ids: [...ids] }).then(
      ({ retryAssets }) => take(retryAssets),
      (error: unknown) => trouble(wordsFor(error)),
    );
  const startDownload = (url: string | undefined): void =>
    url === undefined ? trouble("The original is not there to download yet.") : download(url);
  return {
    retryAll,
    retryAsset: (id: string) => void retryAll([id]),
    release: (id: string) =>
      ask(ReleaseAssets, { ids: [id] }).then(
        ({ releaseAssets }) => take(releaseAssets),
        (error: unknown) => trouble(wordsFor(error)),
      ),
    download: (id: string) =>
      void ask(OriginalAddress, { id }).then(
        ({ asset }) => startDownload(asset?.original?.url),
        (error: unknown) => trouble(wordsFor(error)),
      ),
  };
}

/** Into the trash and out of it; each says what it did, and how to take it back. */
function moving({ ask, library, toasts }: Services, trouble: Trouble) {
  const move = async (ids: readonly string[], send: (some: string[]) => Promise<readonly Answer[]>) => {
    const moved: AssetCard[] = [];
    try {
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const results = await send(ids.slice(at, at + AT_ONCE));
        const here = results.filter(isAsset);
        library.moved(here);
        moved.push(...here);
        const refused = results.find((result) => !isAsset(result));
        if (refused) trouble(refused.message ?? null);
      }
    } catch (error) {
      trouble(wordsFor(error));
    }
    return moved.map(({ id }) => id);
  };
  const toTrash = (ids: readonly string[]) =>
    move(ids, async (some) => (await ask(TrashAssets, { ids: some })).trashAssets);
  const back = (ids: readonly string[]) =>
    move(ids, async (some) => (await ask(RestoreAssets, { ids: some })).restoreAssets);
  return {
    trash: async (ids: readonly string[]): Promise<void> => {
      const gone = await toTrash(ids);
      if (gone.length > 0) toasts.say(`${count(gone.length, "item")} moved to the trash.`, () => discard(back(gone)));
    },
    restore: async (ids: readonly string[]): Promise<void> => {
      const restored = await back(ids);
      if (restored.length > 0)
        toasts.say(`${count(restored.length, "item")} restored.`, () => discard(toTrash(restored)));
    },
  };
}

/** Out of a collection, and back into it. */
function leaving(services: Services, trouble: Trouble) {
  const send = async (work: Promise<Taken>): Promise<readonly string[]> => {
    try {
      const { ids, refused } = await work;
      if (refused) trouble(refused.message);
      return ids;
    } catch (error) {
      trouble(wordsFor(error));
      return [];
    }
  };
  return async (collection: string, ids: readonly string[]): Promise<void> => {
    const gone = await send(removeFromCollection(services, collection, ids));
    if (gone.length > 0)
      services.toasts.say(`${count(gone.length, "item")} removed from this collection.`, () =>
        discard(send(addToCollection(services, collection, gone))),
      );
  };
}

const discard = (work: Promise<unknown>): Promise<void> => work.then(() => undefined);

const isAsset = <One extends Answer>(answer: One): answer is One & AssetCard & { __typename: "Asset" } =>
  answer.__typename === "Asset";
