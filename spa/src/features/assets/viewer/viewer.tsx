import { useEffect, useRef, useState } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { useServices } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Turning } from "@/ui/ring";
import { CircleOff } from "lucide-react";
import { InfoPanel } from "@/features/assets/panel/info-panel";
import type { AssetActions } from "@/features/assets/use-asset-actions";
import { prefetchDetail, useAssetDetail, type AssetDetail } from "./asset-detail";
import { NoPicture } from "./no-picture";
import { StagePicture } from "./stage";
import { useZoom } from "./use-zoom";
import { Chevrons, ViewerBar } from "./viewer-bar";
import { onViewerKey } from "./viewer-keys";

export type Neighbours = { before: string | null; after: string | null };

type ViewerProps = {
  id: string;
  neighbours: Neighbours;
  actions: AssetActions;
  onGo: (id: string) => void;
  onClose: () => void;
};

const PANEL = "vitrine-info-open";

/** One asset before everything else: it fits, zooms to its pixels, and leads to its neighbours. */
export function Viewer({ id, neighbours, actions, onGo, onClose }: ViewerProps) {
  const services = useServices();
  const { detail, again } = useAssetDetail(id);
  const card = useKeyed(services.library.assets.rows, id);
  const [info, setInfo] = useState(() => localStorage.getItem(PANEL) === "1");
  const toggleInfo = (): void => {
    localStorage.setItem(PANEL, info ? "0" : "1");
    setInfo(!info);
  };
  useTitle(card?.title);
  usePrefetch(neighbours, detail?.kind === "read");
  const asset = detail?.kind === "read" ? detail.asset : undefined;
  return (
    <div
      role="dialog"
      aria-modal="true"
      aria-label={card?.title ?? "Asset"}
      className="fixed inset-0 z-30 flex animate-appear bg-stage max-sm:flex-col"
    >
      {card ? (
        <ViewerStage key={id} {...{ id, card, asset, neighbours, actions, onGo, onClose, info, toggleInfo }} />
      ) : (
        <Missing
          detail={detail?.kind}
          words={detail?.kind === "wrong" ? detail.words : null}
          onAgain={again}
          onClose={onClose}
        />
      )}
      {info && card && <InfoPanel card={card} detail={detail} onAgain={again} onClose={toggleInfo} />}
    </div>
  );
}

type StageProps = ViewerProps & {
  card: AssetCard;
  asset: AssetDetail | undefined;
  info: boolean;
  toggleInfo: () => void;
};

function ViewerStage({ card, asset, neighbours, actions, onGo, onClose, info, toggleInfo }: StageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const picture = {
    width: card.width ?? card.medium?.width ?? 1200,
    height: card.height ?? card.medium?.height ?? 800,
  };
  const go = (id: string | null): void => {
    if (id !== null) onGo(id);
  };
  const zoom = useZoom(stage, picture, {
    left: () => go(neighbours.after),
    right: () => go(neighbours.before),
    down: onClose,
  });
  const visible = card.status !== "QUARANTINED" && (card.small !== null || card.placeholder !== null);
  useEffect(() => {
    stage.current?.focus();
  }, []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => onViewerKey(event, { zoom, neighbours, onGo, onClose, toggleInfo });
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <section className="relative flex min-h-0 min-w-0 flex-1 flex-col">
      <ViewerBar
        card={card}
        zoom={visible ? zoom : null}
        info={info}
        toggleInfo={toggleInfo}
        onClose={onClose}
        onDownload={() => actions.download(card.id)}
      />
      <div
        ref={stage}
        tabIndex={-1}
        className="relative min-h-0 flex-1 touch-none overflow-hidden outline-none sm:mx-16 sm:mb-6"
        data-zoom={zoom.hold.scale.toFixed(2)}
      >
        {visible && <StagePicture card={card} detail={asset} zoom={zoom} />}
        <NoPicture
          card={card}
          shown={visible}
          onRetry={() => actions.retryAsset(card.id)}
          onDownload={() => actions.download(card.id)}
        />
      </div>
      <Chevrons neighbours={neighbours} onGo={onGo} />
    </section>
  );
}

/** The window carries the asset's name while it is open. */
function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return undefined;
    document.title = `${title} · Vitrine`;
    return () => void (document.title = "Vitrine");
  }, [title]);
}

function usePrefetch({ before, after }: Neighbours, ready: boolean): void {
  const services = useServices();
  useEffect(() => {
    if (!ready) return;
    for (const id of [after, before]) if (id !== null) void prefetchDetail(services, id);
  }, [services, before, after, ready]);
}

function Missing({
  detail,
  words,
  onAgain,
  onClose,
}: {
  detail: string | undefined;
  words: string | null;
  onAgain: () => void;
  onClose: () => void;
}) {
  if (detail === undefined)
    return (
      <div className="grid flex-1 place-items-center">
        <Turning label="Opening" />
      </div>
    );
  const gone = detail === "absent";
  return (
    <div className="grid flex-1 place-items-center">
      <Notice
        icon={CircleOff}
        title={gone ? "There is nothing here to see" : "This did not open"}
        actions={
          <>
            {!gone && (
              <Button look="primary" onClick={onAgain}>
                Try again
              </Button>
            )}
            <Button onClick={onClose}>Back to the library</Button>
          </>
        }
      >
        {gone ? "It was removed, or it was never yours to see." : words}
      </Notice>
    </div>
  );
}
