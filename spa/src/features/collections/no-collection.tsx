import { FolderX } from "lucide-react";
import { Link } from "react-router";
import { Notice } from "@/ui/notice";

/** The address of a collection that is not there. */
export function NoCollection() {
  return (
    <main className="grid min-h-0 flex-1 place-items-center">
      <Notice
        icon={FolderX}
        title="There is no such collection"
        actions={
          <Link
            to="/collections"
            className="inline-flex h-9 items-center rounded-md bg-accent px-3.5 text-sm font-medium text-accent-ink hover:bg-accent-deep touch:h-11"
          >
            All collections
          </Link>
        }
      >
        It was deleted, or it was never yours to see. What was in it is still in the library.
      </Notice>
    </main>
  );
}
