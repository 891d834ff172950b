import { FileText, Sparkles, type LucideIcon } from "lucide-react";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import { cx } from "@/ui/class-names";

type Source = AssetDetail["tags"][number]["source"];

/** Who put a tag there, said quietly; a person's own tags need no mark. */
const SOURCES: Record<Source, { words: string; icon: LucideIcon | null }> = {
  HAND: { words: "given by hand", icon: null },
  EMBEDDED: { words: "from the file", icon: FileText },
  AUTO: { words: "given automatically", icon: Sparkles },
  MODEL: { words: "recognised automatically", icon: Sparkles },
};
const ORDER: Source[] = ["HAND", "EMBEDDED", "MODEL", "AUTO"];

/** Tags and where they came from; keywords of the file that are no tags follow as words. */
export function Tags({ asset: { tags, metadata } }: { asset: AssetDetail }) {
  const sorted = [...tags].sort((one, other) => ORDER.indexOf(one.source) - ORDER.indexOf(other.source));
  const names = new Set(tags.map(({ tag }) => tag.name.toLowerCase()));
  const others = metadata.keywords.filter(
    (keyword) => !names.has((keyword.split("/").at(-1) ?? keyword).toLowerCase()),
  );
  if (sorted.length + others.length === 0) return null;
  return (
    <section aria-label="Tags" className="mt-4 border-t border-line pt-4">
      <ul className="flex flex-wrap gap-1.5">
        {sorted.map(({ tag, source }) => (
          <Tag key={tag.id} name={tag.name} source={source} />
        ))}
        {others.map((keyword) => (
          <Tag key={keyword} name={keyword} source="EMBEDDED" />
        ))}
      </ul>
    </section>
  );
}

function Tag({ name, source }: { name: string; source: Source }) {
  const { words, icon: Icon } = SOURCES[source];
  return (
    <li
      title={words}
      className={cx(
        "inline-flex h-7 max-w-full items-center gap-1.5 rounded-full px-2.5 text-sm",
        source === "HAND" ? "bg-accent-wash" : "border border-line text-ink-soft",
      )}
    >
      {Icon && <Icon size={12} strokeWidth={1.8} className="shrink-0 text-ink-faint" aria-hidden />}
      <bdi className="truncate">{name}</bdi>
      <span className="sr-only">{`, ${words}`}</span>
    </li>
  );
}
