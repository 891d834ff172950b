import { bytes, count } from "@/lib/format/words";
import { useServices } from "@/lib/services";
import type { OnDuplicate, UploadItem } from "@/lib/uploads/upload-item";
import { Button } from "@/ui/button";
import { Picture } from "@/ui/picture";

/** Pictures shown beside the question; more would only crowd it. */
const SHOWN = 4;

const ANSWERS: readonly { answer: OnDuplicate; label: string; means: string }[] = [
  { answer: "LINK", label: "Use what is there", means: "Nothing new is made; tags you gave go to the one there is." },
  { answer: "KEEP_BOTH", label: "Keep both", means: "A second asset of the same file." },
  { answer: "SKIP", label: "Skip", means: "Nothing new is made, and nothing changes." },
];

/** Ask once what becomes of files that the library has already; the answer goes for all that were added with them. */
export function DuplicateQuestion({ asking }: { asking: readonly UploadItem[] }) {
  const { uploads } = useServices();
  const batch = asking[0]?.batch;
  if (batch === undefined) return null;
  const items = asking.filter((item) => item.batch === batch);
  const [one] = items;
  return (
    <div role="group" aria-label="Already in the library" className="border-t border-line px-3.5 py-3">
      <div className="flex items-center gap-3">
        <ul className="flex shrink-0 -space-x-6">
          {items.slice(0, SHOWN).map((item) => (
            <Thumb key={item.key} item={item} />
          ))}
        </ul>
        <div className="min-w-0">
          <p className="truncate text-sm font-medium">
            {items.length > 1 ? `${count(items.length, "file")} are here already` : <bdi>{one?.file.name}</bdi>}
          </p>
          <p className="truncate text-xs text-ink-soft">{items.length > 1 ? sizeOf(items) : sameAs(one)}</p>
        </div>
      </div>
      <div className="mt-2.5 flex flex-wrap gap-2">
        {ANSWERS.map(({ answer, label, means }) => (
          <Button
            key={answer}
            look={answer === "LINK" ? "primary" : "plain"}
            title={means}
            onClick={() => uploads.answer(batch, answer)}
            className="h-8 px-3"
          >
            {label}
          </Button>
        ))}
      </div>
    </div>
  );
}

function Thumb({ item: { duplicate } }: { item: UploadItem }) {
  const small = duplicate?.small;
  return (
    <li className="size-10 overflow-hidden rounded-md border-2 border-raised bg-tile">
      {small && <Picture src={small.url} alt="" className="size-full object-cover" />}
    </li>
  );
}

const sizeOf = (items: readonly UploadItem[]): string =>
  `${bytes(items.reduce((sum, { file }) => sum + file.size, 0))} need not be sent`;

function sameAs(item: UploadItem | undefined): string {
  const there = item?.duplicate;
  if (!item || !there) return "";
  return there.filename === item.file.name ? "is here already" : `is here already, as ${there.filename}`;
}
