/** Files an operating system leaves in folders and nobody means to add. */
const LITTER = new Set(["Thumbs.db", "desktop.ini"]);

const wanted = (file: File): boolean => !file.name.startsWith(".") && !LITTER.has(file.name);

/** Every file in a drop or paste, folders opened to any depth. Call it inside the event: its items die with it. */
export async function filesIn(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => (item.kind === "file" ? item.webkitGetAsEntry() : null));
  // A pasted picture has no entry, only a file.
  if (!entries.some((entry) => entry !== null)) return [...transfer.files].filter(wanted);
  const files: File[] = [];
  for (const entry of entries) if (entry) await collect(entry, files);
  return files.filter(wanted);
}

/** Files a picker returned, without litter. */
export const filesPicked = (list: FileList | null): File[] => [...(list ?? [])].filter(wanted);

async function collect(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (entry.isFile) {
    into.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // One call returns at most a hundred entries; an empty answer ends the folder.
  for (let batch = await read(reader); batch.length > 0; batch = await read(reader)) {
    for (const child of batch) await collect(child, into);
  }
}

const read = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));
