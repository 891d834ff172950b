/** Files an operating system leaves in folders and nobody means to add. */
const LITTER = new Set(["Thumbs.db", "desktop.ini"]);

/** A file and the folder it lay in, as in "Holiday/Day 1"; null for one that was chosen by itself. */
export type FoundFile = { file: File; folder: string | null };

const wanted = ({ file }: FoundFile): boolean => !file.name.startsWith(".") && !LITTER.has(file.name);

/** Every file in a drop or paste, folders opened to any depth. Call it inside the event: its items die with it. */
export async function filesIn(transfer: DataTransfer): Promise<FoundFile[]> {
  const entries = [...transfer.items].map((item) => (item.kind === "file" ? item.webkitGetAsEntry() : null));
  // A pasted picture has no entry, only a file.
  if (!entries.some((entry) => entry !== null)) return [...transfer.files].map(alone).filter(wanted);
  const files: FoundFile[] = [];
  for (const entry of entries) if (entry) await collect(entry, files);
  return files.filter(wanted);
}

/** Files a picker returned, without litter. */
export const filesPicked = (list: FileList | null): FoundFile[] =>
  [...(list ?? [])].map((file) => ({ file, folder: folderOf(file.webkitRelativePath) })).filter(wanted);

const BY_NAME = new Intl.Collator(undefined, { numeric: true });

const alone = (file: File): FoundFile => ({ file, folder: null });

/** "/Holiday/Day 1/a.jpg" lies in "Holiday/Day 1". */
const folderOf = (path: string): string | null => path.split("/").filter(Boolean).slice(0, -1).join("/") || null;

async function collect(entry: FileSystemEntry, into: FoundFile[]): Promise<void> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    into.push({ file, folder: folderOf(entry.fullPath) });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const children: FileSystemEntry[] = [];
  // One call returns at most a hundred entries; an empty answer ends the folder.
  for (let batch = await read(reader); batch.length > 0; batch = await read(reader)) children.push(...batch);
  // They come in whatever order the disk has them; people know them by their names, and 2 comes before 10.
  children.sort((one, other) => BY_NAME.compare(one.name, other.name));
  for (const child of children) await collect(child, into);
}

const read = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));
