const QUEUES: Record<string, { name: string; about: string }> = {
  image: { name: "Pictures and arrivals", about: "First looks at everything that arrives, previews, pages" },
  video: { name: "Films and sound", about: "The sizes of films, streams, copies of sound" },
  bulk: { name: "Quiet hours", about: "Smaller copies, further pages, processing again" },
  index: { name: "Finding", about: "What looks alike" },
};

const KINDS: Record<string, string> = {
  "uploads.receive": "First look",
  "pictures.preview": "Previews",
  "pictures.optimise": "Smaller copies",
  "films.ladder": "Film sizes",
  "sounds.web_copy": "Copy for listening",
  "documents.pages": "First pages",
  "documents.rest": "Further pages",
  "duplicates.compare": "Comparison with the library",
  "renditions.custom": "Custom sizes",
};

const CAUSES: Record<string, string> = {
  CORRUPT: "The file is damaged",
  UNSUPPORTED: "This kind of file cannot be shown",
  DISAGREEMENT: "The name and the content disagree",
  TOO_LARGE: "The file is too large to read",
  BOMB: "The file claims more than it holds",
  TOO_SLOW: "The file takes too much work to read",
  TIMED_OUT: "It took too long",
  CRASHED: "A program crashed on the file",
  STORAGE_UNAVAILABLE: "Storage did not answer",
  CHECKSUM_MISMATCH: "Other bytes arrived than announced",
  SIZE_MISMATCH: "Fewer or more bytes arrived than announced",
  BYTES_GONE: "The bytes are no longer in storage",
  CANCELLED: "Called off",
  INTERNAL: "Vitrine made a mistake",
};

/** What people call a queue, and what it does. */
export const queueName = (name: string): string => QUEUES[name]?.name ?? sentence(name);
export const queueAbout = (name: string): string => QUEUES[name]?.about ?? "";

/** What people call a kind of work: "films.ladder" is "Film sizes". */
export const kindName = (kind: string): string => KINDS[kind] ?? sentence(kind.split(".").at(-1) ?? kind);

/** Why something stopped, in a few words; the sentence with what to do comes from the server. */
export const causeName = (cause: string): string => CAUSES[cause] ?? sentence(cause);

/** "READY_SOON" and "web_copy" as words. */
function sentence(code: string): string {
  const words = code.replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
