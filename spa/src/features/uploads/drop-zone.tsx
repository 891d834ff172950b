import { useLayoutEffect, useState } from "react";
import { filesIn } from "@/lib/uploads/dropped-files";
import { useAddFiles } from "./add-files";

const carriesFiles = (transfer: DataTransfer | null): transfer is DataTransfer =>
  transfer?.types.includes("Files") ?? false;

/** Files and folders dropped anywhere, or pasted, are added, to a collection if one is open; the whole window says so. */
export function DropZone({ collection }: { collection: string | null }) {
  const add = useAddFiles(collection);
  const [over, setOver] = useState(false);
  // Before the first paint: whoever sees the page may drop on it.
  useLayoutEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const hover = (event: DragEvent): void => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setOver(true);
    };
    const take = (event: Event, transfer: DataTransfer | null): void => {
      if (!carriesFiles(transfer)) return;
      event.preventDefault();
      setOver(false);
      void filesIn(transfer).then(add);
    };
    addEventListener("dragenter", hover, { signal });
    addEventListener("dragover", hover, { signal });
    addEventListener("dragleave", (event) => event.relatedTarget === null && setOver(false), { signal });
    // No pointer moves while something is dragged: a drag whose end was never told is over.
    addEventListener("pointermove", () => setOver(false), { signal });
    addEventListener("drop", (event) => take(event, event.dataTransfer), { signal });
    addEventListener("paste", (event) => take(event, event.clipboardData), { signal });
    return () => stop.abort();
  }, [add]);
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 animate-appear bg-backdrop p-4">
      <div className="grid size-full place-items-center rounded-lg border-2 border-dashed border-on-picture">
        <p className="rounded-full bg-raised px-6 py-3 text-lg font-semibold shadow-float">
          {collection === null ? "Drop to add to the library" : "Drop to add to this collection"}
        </p>
      </div>
    </div>
  );
}
