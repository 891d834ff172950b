import { useImperativeHandle, useRef, type Ref } from "react";
import { filesPicked } from "@/lib/uploads/dropped-files";
import { useAddFiles } from "./add-files";

export type FilePickerHandle = { files: () => void; folder: () => void };

/** The system's own pickers, one for files and one for a folder. */
export function FilePicker({ ref }: { ref: Ref<FilePickerHandle> }) {
  const add = useAddFiles();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ files: () => files.current?.click(), folder: () => folder.current?.click() }));
  const take = ({ currentTarget: input }: React.ChangeEvent<HTMLInputElement>): void => {
    const picked = filesPicked(input.files);
    // Emptied, so that picking the same file again is noticed.
    input.value = "";
    void add(picked);
  };
  return (
    <>
      <input ref={files} type="file" multiple hidden data-picker="files" aria-label="Files to add" onChange={take} />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        data-picker="folder"
        aria-label="Folder to add"
        webkitdirectory=""
        onChange={take}
      />
    </>
  );
}
