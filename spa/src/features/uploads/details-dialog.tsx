import { FolderUp, Plus } from "lucide-react";
import { useState } from "react";
import type { Words } from "@/lib/uploads/upload-item";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/text-field";
import { NOTHING_SAID, troubleWithTags, wordsOf, type Said } from "./said";

type DetailsDialogProps = {
  /** Choose files, or a folder, to add with these words. */
  onFiles: (words: Words) => void;
  onFolder: (words: Words) => void;
  onClose: () => void;
};

/** What a person says of files before choosing them; it goes for all that are chosen then. */
export function DetailsDialog({ onFiles, onFolder, onClose }: DetailsDialogProps) {
  const [said, setSaid] = useState<Said>(NOTHING_SAID);
  const change = (part: Partial<Said>): void => setSaid((before) => ({ ...before, ...part }));
  const trouble = troubleWithTags(said.tags);
  return (
    <Dialog title="Add with details" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <TextField
          label="Tags"
          hint="Separated by commas."
          placeholder="Holiday, Lake"
          value={said.tags}
          trouble={trouble}
          onChange={({ currentTarget }) => change({ tags: currentTarget.value })}
        />
        <TextField
          label="Description"
          maxLength={10_000}
          value={said.description}
          onChange={({ currentTarget }) => change({ description: currentTarget.value })}
        />
        <TextField
          label="Date taken"
          type="datetime-local"
          hint="Only if the files do not know it, or have it wrong: it counts before what they say."
          value={said.taken}
          onChange={({ currentTarget }) => change({ taken: currentTarget.value })}
        />
        <p className="text-sm text-ink-soft">This goes for every file you choose next. Their folders are kept, too.</p>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" icon={Plus} disabled={trouble !== null} onClick={() => onFiles(wordsOf(said))}>
            Choose files
          </Button>
          <Button icon={FolderUp} disabled={trouble !== null} onClick={() => onFolder(wordsOf(said))}>
            Choose a folder
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
