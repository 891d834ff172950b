import { Check, Copy, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { bytes, cameraTime, duration, instant } from "@/lib/format/words";
import type { AssetCard } from "@/lib/library/asset-card";
import { Button, IconButton } from "@/ui/button";
import { KIND_WORDS } from "@/features/assets/card/kind-icon";
import type { AssetDetail, DetailState } from "@/features/assets/viewer/asset-detail";
import { Steps } from "./steps";

type PanelProps = { card: AssetCard; detail: DetailState | undefined; onAgain: () => void; onClose: () => void };

/** What is known about one asset; beside it on a wide screen, a sheet beneath it on a phone. */
export function InfoPanel({ card, detail, onAgain, onClose }: PanelProps) {
  const asset = detail?.kind === "read" ? detail.asset : undefined;
  return (
    <aside
      aria-label="Information"
      className="scroller w-88 shrink-0 animate-appear overflow-y-auto border-l border-line bg-raised px-5 pb-8 max-sm:h-[58dvh] max-sm:w-full max-sm:animate-rise max-sm:rounded-t-lg max-sm:border-t max-sm:border-l-0"
    >
      <header className="sticky top-0 -mx-5 mb-1 flex h-14 items-center justify-between bg-raised px-5">
        <h2 className="text-sm font-semibold">Information</h2>
        <IconButton icon={X} label="Close information" onClick={onClose} className="-mr-2.5" />
      </header>
      <h3 className="text-lg font-semibold tracking-tight [overflow-wrap:anywhere]">
        <bdi>{card.title}</bdi>
      </h3>
      <dl className="mt-4 grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 gap-y-2.5 text-sm">
        <FileFacts card={card} />
        {asset && <CaptureFacts asset={asset} />}
        {asset && <KeepingFacts asset={asset} />}
      </dl>
      {detail?.kind === "wrong" && (
        <div role="alert" className="mt-5 flex flex-col items-start gap-3 rounded-md bg-bad-wash p-3.5 text-sm">
          {detail.words}
          <Button onClick={onAgain}>Try again</Button>
        </div>
      )}
      {asset && asset.renditions.length > 0 && <Renditions asset={asset} />}
      {asset && asset.jobs.length > 0 && <Steps jobs={asset.jobs} />}
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere] tabular-nums">{children}</dd>
    </>
  );
}

function FileFacts({ card }: { card: AssetCard }) {
  return (
    <>
      <Fact name="File">
        <bdi>{card.filename}</bdi>
      </Fact>
      <Fact name="Kind">
        {KIND_WORDS[card.kind]} <span className="text-ink-faint">{card.mimeType}</span>
      </Fact>
      <Fact name="Size">{bytes(card.size)}</Fact>
      {card.width !== null && card.height !== null && (
        <Fact name="Dimensions">
          {`${card.width} × ${card.height}`}{" "}
          <span className="text-ink-faint">{megapixels(card.width * card.height)}</span>
        </Fact>
      )}
      {card.duration !== null && <Fact name="Length">{duration(card.duration)}</Fact>}
    </>
  );
}

const megapixels = (count: number): string => (count >= 100_000 ? `${(count / 1_000_000).toFixed(1)} MP` : "");

function CaptureFacts({ asset: { capturedAt, metadata, tags } }: { asset: AssetDetail }) {
  const { camera, lens, place, copyright } = metadata;
  return (
    <>
      {capturedAt && <Fact name="Taken">{cameraTime(capturedAt.local, capturedAt.offsetMinutes)}</Fact>}
      {camera && (
        <Fact name="Camera">
          <bdi>{camera}</bdi>
        </Fact>
      )}
      {lens && (
        <Fact name="Lens">
          <bdi>{lens}</bdi>
        </Fact>
      )}
      {place && (
        <Fact name="Place">
          {`${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`}
          {place.altitude !== null && <span className="text-ink-faint">{` ${Math.round(place.altitude)} m`}</span>}
        </Fact>
      )}
      {copyright && (
        <Fact name="Copyright">
          <bdi>{copyright}</bdi>
        </Fact>
      )}
      {tags.length > 0 && <Fact name="Tags">{tags.map(({ tag }) => tag.name).join(", ")}</Fact>}
    </>
  );
}

function KeepingFacts({ asset }: { asset: AssetDetail }) {
  return (
    <>
      <Fact name="Added">{instant(asset.createdAt)}</Fact>
      <Fact name="Added by">
        <bdi>{asset.uploadedBy.name}</bdi>
      </Fact>
      {asset.sha256 && (
        <Fact name="SHA-256">
          <Checksum value={asset.sha256} />
        </Fact>
      )}
    </>
  );
}

function Checksum({ value }: { value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void =>
    void navigator.clipboard.writeText(value).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  return (
    <span className="flex items-center gap-1">
      <code title={value} className="truncate font-mono text-xs">
        {value.slice(0, 16)}…
      </code>
      <IconButton
        icon={copied ? Check : Copy}
        label={copied ? "Copied" : "Copy the checksum"}
        onClick={copy}
        className="-my-2 size-8"
      />
    </span>
  );
}

const PURPOSES: Record<string, string> = { thumbnail: "Thumbnail", preview: "Preview", large: "Large" };

function Renditions({ asset }: { asset: AssetDetail }) {
  return (
    <section className="mt-7">
      <h3 className="mb-2 text-sm font-semibold">Made from it</h3>
      <ul className="flex flex-col text-sm tabular-nums">
        {asset.renditions.map(({ purpose, url, mimeType, width, height, size }) => (
          <li key={url} className="flex gap-3 border-t border-line py-2">
            <span className="flex-1">{PURPOSES[purpose] ?? purpose}</span>
            <span className="text-ink-soft">{width !== null && height !== null ? `${width} × ${height}` : ""}</span>
            <span className="w-24 text-right whitespace-nowrap text-ink-faint">{`${mimeType.split("/")[1] ?? ""} ${bytes(size)}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
