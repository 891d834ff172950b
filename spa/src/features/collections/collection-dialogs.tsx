import { useState } from "react";
import { useNavigate } from "react-router";
import { collectionAddress } from "@/lib/collections/address";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { collectionsChanged } from "./changes";
import { CollectionForm, type Refused, type Said } from "./collection-form";
import { CreateCollection, DeleteCollection, UpdateCollection, type ReadOne } from "./operations";

/** Make a collection, among the outermost or inside another, and go there. */
export function NewCollection({ parent, onClose }: { parent: string | null; onClose: () => void }) {
  const { ask } = useServices();
  const navigate = useNavigate();
  const save = async (said: Said): Promise<Refused | null> => {
    const { createCollection: result } = await ask(CreateCollection, { input: { ...said, parent } });
    if (result.__typename !== "Collection") return result;
    collectionsChanged();
    onClose();
    await navigate(collectionAddress(result.id));
    return null;
  };
  return (
    <Dialog title="New collection" onClose={onClose}>
      <CollectionForm
        before={{ name: "", description: null, exclusive: true }}
        verb="Make collection"
        {...{ save, onClose }}
      />
    </Dialog>
  );
}

type OneProps = { collection: ReadOne; onClose: () => void };

/** Change what a collection is called and how it keeps what is in it. */
export function EditCollection({ collection, onClose }: OneProps) {
  const { ask } = useServices();
  const save = async (said: Said): Promise<Refused | null> => {
    const { updateCollection: result } = await ask(UpdateCollection, { input: { id: collection.id, ...said } });
    if (result.__typename !== "Collection") return result;
    collectionsChanged();
    onClose();
    return null;
  };
  return (
    <Dialog title="Rename collection" onClose={onClose}>
      <CollectionForm before={collection} verb="Save" {...{ save, onClose }} />
    </Dialog>
  );
}

/** Asks before a collection goes; a refusal says what is in the way. */
export function DeleteDialog({ collection: { id, name, path }, onClose }: OneProps) {
  const { ask, toasts } = useServices();
  const navigate = useNavigate();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<string | null> => {
    const { deleteCollection: result } = await ask(DeleteCollection, { id });
    if (result.__typename !== "Collection") return result.message;
    const above = path.at(-1);
    onClose();
    await navigate(above ? collectionAddress(above.id) : "/collections", { replace: true });
    collectionsChanged();
    toasts.say(`“${name}” was deleted.`);
    return null;
  };
  const remove = async (): Promise<void> => {
    setBusy(true);
    setTrouble(await send().catch(wordsFor));
    setBusy(false);
  };
  return (
    <Dialog title="Delete this collection?" onClose={onClose}>
      <p className="font-medium [overflow-wrap:anywhere]">
        <bdi>{name}</bdi>
      </p>
      <p className="mt-2 text-base">Only an empty collection can be deleted. No file is.</p>
      {trouble !== null && (
        <p role="alert" className="mt-4 rounded-md bg-bad-wash px-3 py-2 text-sm text-bad">
          {trouble}
        </p>
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Keep it
        </Button>
        <Button look="danger" disabled={busy} onClick={() => void remove()}>
          Delete it
        </Button>
      </div>
    </Dialog>
  );
}
