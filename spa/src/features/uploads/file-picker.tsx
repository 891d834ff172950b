import { useImperativeHandle, useRef, useState, type Ref } from "react";
import { filesPicked } from "@/lib/uploads/dropped-files";
import type { Words } from "@/lib/uploads/upload-item";
import { useAddFiles } from "./add-files";
import { DetailsDialog } from "./details-dialog";

export type FilePickerHandle = { files: () => void; folder: () => void; withDetails: () => void };

/** The system's own pickers, one for files and one for a folder, and what a person may say beforehand. */
export function FilePicker({ ref, collection }: { ref: Ref<FilePickerHandle>; collection: string | null }) {
  const add = useAddFiles(collection);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const words = useRef<Words>({});
  const [asks, setAsks] = useState(false);
  const pick = (input: React.RefObject<HTMLInputElement | null>, said: Words = {}): void => {
    words.current = said;
    input.current?.click();
  };
  useImperativeHandle(ref, () => ({
    files: () => pick(files),
    folder: () => pick(folder),
    withDetails: () => setAsks(true),
  }));
  const take = ({ currentTarget: input }: React.ChangeEvent<HTMLInputElement>): void => {
    const picked = filesPicked(input.files);
    // Emptied, so that picking the same file again is noticed.
    input.value = "";
    setAsks(false);
    void add(picked, words.current);
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
      {asks && (
        <DetailsDialog
          onFiles={(said) => pick(files, said)}
          onFolder={(said) => pick(folder, said)}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}
