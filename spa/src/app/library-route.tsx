import { useRef } from "react";
import { PasswordPrompt } from "@/features/accounts/password-prompt";
import { LibraryScreen } from "@/features/assets/library-screen";
import { DropZone } from "@/features/uploads/drop-zone";
import { FilePicker, type FilePickerHandle } from "@/features/uploads/file-picker";
import { UploadTray } from "@/features/uploads/upload-tray";
import { LiveLine } from "./live-line";
import { Shell } from "./shell";

/** The library in its frame, with everything that adds to it. */
export function LibraryRoute() {
  const picker = useRef<FilePickerHandle>(null);
  const pickFiles = (): void => picker.current?.files();
  return (
    <Shell onAdd={pickFiles}>
      <PasswordPrompt />
      <LibraryScreen
        pickFiles={pickFiles}
        pickFolder={() => picker.current?.folder()}
        pickWithDetails={() => picker.current?.withDetails()}
      />
      <FilePicker ref={picker} />
      <UploadTray />
      <DropZone />
      <LiveLine />
    </Shell>
  );
}
