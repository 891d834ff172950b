import { useState } from "react";
import { cx } from "@/ui/class-names";
import { Picture } from "@/ui/picture";
import type { DocumentPage } from "./page-list";

type SheetProps = {
  number: number;
  page: DocumentPage | undefined;
  top: number;
  height: number;
  /** A smaller picture of it, to be seen until the page's own is there. */
  fallback: string | undefined;
  working: boolean;
};

/** Pictures are made of so many pages only. */
const PICTURED = 500;

/** One page in its place, whether its picture is there or still to come. */
export function PageSheet({ number, page, top, height, fallback, working }: SheetProps) {
  const [loaded, setLoaded] = useState(false);
  return (
    <div
      data-page={number}
      className="absolute inset-x-0 overflow-hidden rounded-sm bg-raised shadow-sheet"
      style={{ top, height }}
    >
      {fallback !== undefined && <img src={fallback} alt="" className="absolute inset-0 size-full" />}
      {page ? (
        <Picture
          src={page.picture.url}
          alt={`Page ${number}`}
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(true)}
          className={cx(
            "absolute inset-0 size-full transition-opacity duration-150",
            loaded ? "opacity-100" : "opacity-0",
          )}
        />
      ) : (
        fallback === undefined && (
          <p className="absolute inset-x-4 top-1/3 animate-late text-center text-sm text-ink-faint">
            {words(number, working)}
          </p>
        )
      )}
    </div>
  );
}

function words(number: number, working: boolean): string {
  if (number > PICTURED)
    return `Pictures are made of the first ${PICTURED} pages. Download the original to read page ${number}.`;
  return working ? `Page ${number} is being made` : `Page ${number} has no picture`;
}
