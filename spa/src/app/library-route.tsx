import { useRef } from "react";
import { useSearchParams } from "react-router";
import { PasswordPrompt } from "@/features/accounts/password-prompt";
import { useViewer } from "@/features/accounts/viewer";
import { LibraryScreen } from "@/features/assets/library-screen";
import { CollectionHeading } from "@/features/collections/collection-heading";
import { CollectionPicker } from "@/features/collections/collection-picker";
import { CollectionShelf } from "@/features/collections/collection-shelf";
import { NoCollection } from "@/features/collections/no-collection";
import { useCollection } from "@/features/collections/use-collection";
import { DropZone } from "@/features/uploads/drop-zone";
import { FilePicker, type FilePickerHandle } from "@/features/uploads/file-picker";
import { UploadTray } from "@/features/uploads/upload-tray";
import { LiveLine } from "./live-line";
import { Shell } from "./shell";

/** The library, or a collection of it, in its frame, with everything that adds to it. */
export function LibraryRoute() {
  const picker = useRef<FilePickerHandle>(null);
  const [params] = useSearchParams();
  const { viewer } = useViewer();
  const collection = params.get("collection") || null;
  const state = useCollection(collection);
  const absent = state?.kind === "absent";
  const into = absent ? null : collection;
  const pickFiles = (): void => picker.current?.files();
  return (
    <Shell onAdd={pickFiles}>
      <PasswordPrompt />
      {absent ? (
        <NoCollection />
      ) : (
        <LibraryScreen
          Picker={CollectionPicker}
          trashDays={viewer.library.trashDays}
          place={state?.kind === "read" ? state.collection.name : null}
          heading={collection === null ? null : <CollectionHeading key={collection} id={collection} />}
          shelf={collection === null ? null : <CollectionShelf key={collection} id={collection} />}
          pickFiles={pickFiles}
          pickFolder={() => picker.current?.folder()}
          pickWithDetails={() => picker.current?.withDetails()}
        />
      )}
      <FilePicker ref={picker} collection={into} />
      <UploadTray />
      <DropZone collection={into} />
      <LiveLine />
    </Shell>
  );
}
