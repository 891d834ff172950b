import { FolderOpen, FolderUp, Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { count } from "@/lib/format/words";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Unread } from "@/ui/unread";

type Adding = { pickFiles: () => void; pickFolder: () => void };

/** A new library: what it is for, and the first step. */
export function EmptyLibrary({ pickFiles, pickFolder }: Adding) {
  return (
    <div className="grid min-h-0 flex-1 place-items-center overflow-y-auto">
      <Notice
        picture={<GlassCase />}
        title={
          <>
            <span className="touch:hidden">Drop your first photos here</span>
            <span className="hoverable:hidden">Add your first photos</span>
          </>
        }
        actions={
          <>
            <Button look="primary" icon={Plus} onClick={pickFiles}>
              Choose files
            </Button>
            <Button icon={FolderUp} onClick={pickFolder}>
              Choose a folder
            </Button>
          </>
        }
      >
        Photos, films, sound and documents, one or a thousand. Every byte is kept as it came, and each picture appears
        the moment it arrives.
      </Notice>
    </div>
  );
}

/** Three empty frames: the shapes of what comes. */
function GlassCase() {
  return (
    <div aria-hidden className="mb-8 flex h-32 items-end gap-2">
      <span className="h-24 w-36 rounded-md border border-dashed border-line-strong bg-sunken" />
      <span className="h-32 w-24 rounded-md border border-dashed border-line-strong bg-sunken" />
      <span className="h-20 w-20 rounded-md border border-dashed border-line-strong bg-sunken" />
    </div>
  );
}

/** Nothing lies directly in a collection: how something comes in, beneath what it holds otherwise. */
export function EmptyCollection({ shelf, pickFiles }: { shelf: ReactNode; pickFiles: () => void }) {
  return (
    <div className="scroller min-h-0 flex-1 overflow-y-auto">
      {shelf}
      <Notice
        icon={FolderOpen}
        title="Nothing lies in this collection yet"
        actions={
          <>
            <Button look="primary" icon={Plus} onClick={pickFiles}>
              Choose files
            </Button>
            <Link
              to="/"
              className="inline-flex h-9 items-center rounded-md border border-line bg-raised px-3.5 text-sm font-medium hover:border-line-strong touch:h-11"
            >
              Go to the library
            </Link>
          </>
        }
      >
        <span className="touch:hidden">
          Drop files here, or select items in the library and press <kbd className="font-sans font-medium">c</kbd>.
        </span>
        <span className="hoverable:hidden">
          Add files here, or select items in the library and choose “Add to a collection”.
        </span>
      </Notice>
    </div>
  );
}

/** An empty trash says what it is for; `days` is how long things stay in it, null for as long as nobody empties it. */
export function EmptyTrash({ days }: { days: number | null }) {
  return (
    <div className="grid min-h-0 flex-1 place-items-center">
      <Notice icon={Trash2} title="The trash is empty">
        {days === null
          ? "What you move to the trash waits here until somebody empties it."
          : `What you move to the trash waits here for ${count(days, "day")} before it is deleted for good.`}{" "}
        Until then, restoring puts it back where it was.
      </Notice>
    </div>
  );
}

/** The library did not open; it is asked for again by itself. */
export function LibraryTrouble({ words, onAgain }: { words: string; onAgain: () => void }) {
  return (
    <div className="grid min-h-0 flex-1 place-items-center">
      <Unread title="The library could not be read" words={words} onAgain={onAgain} />
    </div>
  );
}

/** Shapes of what comes, for a wait longer than 300 ms. */
export function LibraryOpening() {
  const rows = { "--row": "220px", "--gap": "6px" };
  return (
    <div
      role="status"
      aria-label="Opening the library"
      className="min-h-0 flex-1 overflow-hidden px-6 pt-14 max-sm:px-0.5"
    >
      <div className="unread-rows h-full animate-late" style={rows as React.CSSProperties} />
    </div>
  );
}
