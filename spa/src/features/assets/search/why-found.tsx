import type { Match } from "@/features/assets/list/operations";

type Highlight = Match["highlights"][number];

const FIELDS: Record<string, string> = {
  title: "Title",
  tags: "Tag",
  filename: "File",
  description: "Description",
  camera: "Camera",
  folder: "Folder",
  "document.text": "Text inside",
};

/** Where the words were found, each in its place. */
export function WhyFound({ match }: { match: Match | undefined }) {
  if (match === undefined || match.highlights.length === 0) return null;
  return (
    <section
      aria-label="Why this was found"
      title={`How well it fits: ${Math.round(match.score * 100)} of 100`}
      className="mt-4 border-t border-line pt-4 text-sm"
    >
      <h4 className="mb-2 text-ink-faint">Why this was found</h4>
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-2">
        {match.highlights.map((highlight, index) => (
          // Highlights never change their order: a match is replaced as a whole.
          <div key={index} className="contents">
            <dt className="text-ink-faint">{FIELDS[highlight.field] ?? highlight.field}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">
              <Pieces of={highlight} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A name with what was found in it, and below the most telling of the other places. */
export function FoundName({ name, match }: { name: string; match: Match | undefined }) {
  const highlights = match?.highlights ?? [];
  const inName = highlights.find(({ field, pieces }) => field === "title" && textOf(pieces) === name);
  return (
    <>
      {inName ? <Pieces of={inName} /> : <bdi>{name}</bdi>}
      <FirstOf highlights={highlights.filter((one) => one !== inName)} />
    </>
  );
}

const textOf = (pieces: Highlight["pieces"]): string => pieces.map(({ text }) => text).join("");

function FirstOf({ highlights: [first] }: { highlights: readonly Highlight[] }) {
  if (first === undefined) return null;
  return (
    <span className="mt-0.5 block truncate">
      {`${FIELDS[first.field] ?? first.field}: `}
      <Pieces of={first} />
    </span>
  );
}

function Pieces({ of: { pieces } }: { of: Highlight }) {
  return (
    <bdi>
      {pieces.map(({ text, matched }, index) =>
        matched ? (
          <mark key={index} className="rounded-sm bg-mark px-0.5 text-mark-ink">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </bdi>
  );
}
