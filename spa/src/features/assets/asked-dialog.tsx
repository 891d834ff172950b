import type { ComponentType } from "react";
import { useServices } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import type { AssetCard } from "@/lib/library/asset-card";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { DownloadDialog } from "./download/download-dialog";
import { ManyDialog } from "./download/many-dialog";
import { DeleteDialog, EmptyDialog } from "./trash/deleting-dialogs";
import type { AssetActions, Asked } from "./use-asset-actions";

/** Asks which collection assets go into; the app gives it, since no feature knows another. */
export type CollectionPicker = ComponentType<{ ids: readonly string[]; onClose: () => void }>;

type AskedProps = { asked: Asked | null; actions: AssetActions; Picker: CollectionPicker; onClose: () => void };

/** Whatever is asked before something is done. */
export function AskedDialog({ asked, actions, Picker, onClose }: AskedProps) {
  const { library } = useServices();
  const card = useKeyed(library.assets.rows, asked && "id" in asked ? asked.id : undefined);
  if (asked?.kind === "sizes") return <ManyDialog ids={asked.ids} onClose={onClose} />;
  if (asked?.kind === "delete") return <DeleteDialog {...{ ...asked, actions, onClose }} />;
  if (asked?.kind === "empty") return <EmptyDialog {...{ actions, onClose }} />;
  if (asked?.kind === "collection") return <Picker ids={asked.ids} onClose={onClose} />;
  if (!asked || !card) return null;
  if (asked.kind === "files")
    return <DownloadDialog card={card} onOriginal={() => actions.download(card.id)} onClose={onClose} />;
  return <ReleaseDialog card={card} onRelease={() => void actions.release(card.id)} onClose={onClose} />;
}

type ReleaseProps = { card: AssetCard; onRelease: () => void; onClose: () => void };

/** What a release means, before it is done. */
function ReleaseDialog({ card, onRelease, onClose }: ReleaseProps) {
  const release = (): void => {
    onRelease();
    onClose();
  };
  return (
    <Dialog title="Release this file?" onClose={onClose}>
      <p className="font-medium [overflow-wrap:anywhere]">
        <bdi>{card.filename}</bdi>
      </p>
      {card.failure && <p className="mt-1 text-base text-ink-soft">{card.failure.message}</p>}
      <p className="mt-4 text-base">
        Released, it is prepared like any other file, and everybody in the library can see and download it. What the
        scanner said of it is forgotten, also for other items with the very same content. Release it only if you know
        where it comes from.
      </p>
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Keep it held back
        </Button>
        <Button look="danger" onClick={release}>
          Release it
        </Button>
      </div>
    </Dialog>
  );
}
