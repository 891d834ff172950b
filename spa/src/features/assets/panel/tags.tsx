import { FileText, Sparkles, X, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import { useServices } from "@/lib/services";
import { cx } from "@/ui/class-names";
import { AddTag } from "./add-tag";
import { edit } from "./editing";

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
export function Tags({ asset: { id, tags, metadata } }: { asset: AssetDetail }) {
  const services = useServices();
  const [trouble, setTrouble] = useState<string | null>(null);
  const takeOff = async (name: string): Promise<void> => {
    const wrong = await edit(services, id, { removeTags: [name] });
    setTrouble(wrong);
    const back = async (): Promise<void> => setTrouble(await edit(services, id, { addTags: [name] }));
    if (wrong === null) services.toasts.say(`“${name}” taken off.`, back);
  };
  const sorted = [...tags].sort((one, other) => ORDER.indexOf(one.source) - ORDER.indexOf(other.source));
  const names = new Set(tags.map(({ tag }) => tag.name.toLowerCase()));
  const others = metadata.keywords.filter(
    (keyword) => !names.has((keyword.split("/").at(-1) ?? keyword).toLowerCase()),
  );
  return (
    <section aria-label="Tags" className="mt-4 border-t border-line pt-4">
      <ul aria-label="Tags" className="flex flex-wrap gap-1.5">
        {sorted.map(({ tag, source }) => (
          <Tag key={tag.id} name={tag.name} source={source} onRemove={() => void takeOff(tag.name)} />
        ))}
        {others.map((keyword) => (
          <Tag key={keyword} name={keyword} source="EMBEDDED" />
        ))}
      </ul>
      {trouble !== null && (
        <p role="alert" className="mt-1 text-sm text-bad">
          {trouble}
        </p>
      )}
      <AddTag key={id} asset={id} />
    </section>
  );
}

function Tag({ name, source, onRemove }: { name: string; source: Source; onRemove?: () => void }) {
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
      {onRemove ? (
        <Link
          to={`/?tag=${encodeURIComponent(name)}`}
          title={`Everything tagged “${name}”`}
          className="truncate hover:underline"
        >
          <bdi>{name}</bdi>
        </Link>
      ) : (
        <bdi className="truncate">{name}</bdi>
      )}
      <span className="sr-only">{`, ${words}`}</span>
      {onRemove && (
        <button
          type="button"
          aria-label={`Take off ${name}`}
          onClick={onRemove}
          className="-mr-1.5 grid size-5 shrink-0 place-items-center rounded-full text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X size={12} strokeWidth={2} aria-hidden />
        </button>
      )}
    </li>
  );
}
