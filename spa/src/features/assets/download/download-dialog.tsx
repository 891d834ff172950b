import { ArrowLeft, Scaling } from "lucide-react";
import { useState } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Turning } from "@/ui/ring";
import { CustomForm } from "./custom-form";
import { FileList } from "./file-list";
import { useFiles } from "./use-files";
import { useOrdering } from "./use-ordering";

/** What a picture of anything but a picture shows. */
const STANDS_FOR: Partial<Record<AssetCard["kind"], string>> = {
  VIDEO: "A still picture of the film. The film itself is among all files.",
  DOCUMENT: "A picture of the first page. The document itself is among all files.",
};

type DownloadDialogProps = { card: AssetCard; onOriginal: () => void; onClose: () => void };

/** Everything there is to save of one asset, and a way to have any other size made. */
export function DownloadDialog({ card, onOriginal, onClose }: DownloadDialogProps) {
  const { files, trouble, again } = useFiles(card.id);
  const ordering = useOrdering(files, again);
  const [custom, setCustom] = useState(false);
  const picture = card.status === "READY" ? pictureOf(card) : null;
  if (custom && picture)
    return (
      <Dialog title="Another size or format" wide onClose={onClose}>
        <Button look="quiet" icon={ArrowLeft} onClick={() => setCustom(false)} className="-mt-3 mb-3 -ml-3">
          All files
        </Button>
        {card.kind !== "IMAGE" && <p className="mb-4 text-sm text-ink-soft">{STANDS_FOR[card.kind]}</p>}
        <CustomForm
          picture={picture}
          waiting={ordering.waiting}
          trouble={ordering.trouble}
          onOrder={(what) => void ordering.order({ asset: card.id, ...what })}
        />
      </Dialog>
    );
  return (
    <Dialog title="Download" onClose={onClose}>
      {trouble !== null && (
        <p role="alert" className="text-sm text-bad">
          {trouble}
        </p>
      )}
      {files ? (
        <FileList files={files} size={card.size} onOriginal={onOriginal} />
      ) : (
        trouble === null && <Turning label="Reading what there is" />
      )}
      {picture && (
        <Button icon={Scaling} onClick={() => setCustom(true)} className="mt-5 w-full">
          Another size or format
        </Button>
      )}
    </Dialog>
  );
}

/** What a custom size is cut from: a picture itself, a film's poster, a document's first page. */
function pictureOf(card: AssetCard) {
  const shown = card.medium ?? card.small;
  if (!shown || card.kind === "AUDIO" || card.kind === "OTHER") return null;
  const whole = card.kind === "IMAGE" ? card : shown;
  return { url: shown.url, width: whole.width ?? 1, height: whole.height ?? 1, title: card.title };
}
