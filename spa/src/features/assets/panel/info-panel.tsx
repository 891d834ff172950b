import { X } from "lucide-react";
import { instant } from "@/lib/format/words";
import type { AssetCard } from "@/lib/library/asset-card";
import { useServices } from "@/lib/services";
import { Button, IconButton } from "@/ui/button";
import type { Match } from "@/features/assets/list/operations";
import { WhyFound } from "@/features/assets/search/why-found";
import type { AssetDetail, DetailState } from "@/features/assets/viewer/asset-detail";
import { Checksum } from "./checksum";
import { Collections } from "./collections";
import { EditText } from "./edit-text";
import { edit } from "./editing";
import { captureFacts, fileFacts, streamFacts, writtenFacts, type Fact } from "./facts";
import { History } from "./history";
import { Renditions } from "./renditions";
import { Steps } from "./steps";
import { Tags } from "./tags";

type PanelProps = {
  card: AssetCard;
  /** Why it was found, in a search. */
  match: Match | undefined;
  detail: DetailState | undefined;
  onAgain: () => void;
  onClose: () => void;
};

/** What is known about one asset; beside it on a wide screen, a sheet beneath it on a phone. */
export function InfoPanel({ card, match, detail, onAgain, onClose }: PanelProps) {
  const services = useServices();
  const asset = detail?.kind === "read" ? detail.asset : undefined;
  return (
    <aside
      aria-label="Information"
      className="scroller w-88 shrink-0 animate-appear overflow-y-auto border-l border-line bg-raised px-5 pb-8 max-sm:h-[58dvh] max-sm:w-full max-sm:animate-rise max-sm:rounded-t-lg max-sm:border-t max-sm:border-l-0"
    >
      <header className="sticky top-0 z-10 -mx-5 mb-1 flex h-14 items-center justify-between bg-raised px-5">
        <h2 className="text-sm font-semibold">Information</h2>
        <IconButton icon={X} label="Close information" onClick={onClose} className="-mr-2.5" />
      </header>
      <h3 className="text-lg font-semibold tracking-tight">
        <EditText
          key={card.id}
          name="title"
          value={card.title}
          invitation="Give it a title"
          limit={500}
          onSave={(title) => edit(services, card.id, { title })}
        />
      </h3>
      {asset && <Caption key={asset.id} asset={asset} />}
      <WhyFound match={match} />
      <Facts facts={fileFacts(card, asset)} />
      {asset && (
        <>
          <Facts facts={captureFacts(asset)} />
          <Facts facts={streamFacts(asset)} />
          <Facts facts={writtenFacts(asset)} />
          <Tags asset={asset} />
          <Collections asset={asset} />
          <Facts facts={keepingFacts(asset)}>{asset.sha256 && <Checksum value={asset.sha256} />}</Facts>
        </>
      )}
      {detail?.kind === "wrong" && (
        <div role="alert" className="mt-5 flex flex-col items-start gap-3 rounded-md bg-bad-wash p-3.5 text-sm">
          {detail.words}
          <Button onClick={onAgain}>Try again</Button>
        </div>
      )}
      {asset && asset.jobs.length > 0 && <Steps id={asset.id} jobs={asset.jobs} />}
      {asset && asset.renditions.length > 0 && <Renditions asset={asset} />}
      {asset && <History key={`${asset.id} ${asset.revision}`} id={asset.id} />}
    </aside>
  );
}

const keepingFacts = ({ createdAt, uploadedBy }: AssetDetail): Fact[] => [
  { name: "Added", words: instant(createdAt) },
  { name: "Added by", words: uploadedBy.name },
];

/** What somebody says about it. */
function Caption({ asset }: { asset: AssetDetail }) {
  const services = useServices();
  return (
    <EditText
      long
      name="description"
      value={asset.description ?? ""}
      invitation="Add a description"
      limit={10_000}
      onSave={(description) => edit(services, asset.id, { description })}
      className="mt-2 text-sm text-pretty text-ink-soft"
    />
  );
}

/** A group of facts, set off by a line; nothing for none. */
function Facts({ facts, children }: { facts: readonly Fact[]; children?: React.ReactNode }) {
  if (facts.length === 0) return null;
  return (
    <dl className="mt-4 grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 border-t border-line pt-4 text-sm">
      {facts.map(({ name, words, aside }) => (
        <div key={name} className="contents">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere] tabular-nums">
            <bdi>{words}</bdi>
            {aside !== undefined && <span className="text-ink-faint">{` ${aside}`}</span>}
          </dd>
        </div>
      ))}
      {children}
    </dl>
  );
}
