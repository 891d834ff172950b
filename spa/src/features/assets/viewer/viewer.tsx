import { CircleOff } from "lucide-react";
import { useEffect, useState } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { useServices } from "@/lib/services";
import { useKeyed, type Keyed } from "@/lib/state/keyed";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Turning } from "@/ui/ring";
import type { Match } from "@/features/assets/list/operations";
import { InfoPanel } from "@/features/assets/panel/info-panel";
import { TroubleWords } from "@/features/assets/trouble-line";
import type { AssetActions } from "@/features/assets/use-asset-actions";
import { prefetchDetail, useAssetDetail, type AssetDetail } from "./asset-detail";
import { FilmRoom, PagesRoom, SoundRoom } from "./kind-rooms";
import { PictureRoom } from "./picture-room";

export type Neighbours = { before: string | null; after: string | null };

type ViewerProps = {
  id: string;
  neighbours: Neighbours;
  /** Why assets were found, by id. */
  matches: Keyed<Match>;
  actions: AssetActions;
  /** What did not work just now; above the grid nobody sees it from here. */
  trouble: string | null;
  onClear: () => void;
  onGo: (id: string) => void;
  onClose: () => void;
};

/** What every kind of asset is shown with. */
export type RoomProps = Omit<ViewerProps, "matches" | "trouble" | "onClear"> & {
  card: AssetCard;
  asset: AssetDetail | undefined;
  info: boolean;
  toggleInfo: () => void;
};

const PANEL = "vitrine-info-open";

/** One asset before everything else, in the way of its kind; it leads to its neighbours. */
export function Viewer({ id, neighbours, matches, actions, trouble, onClear, onGo, onClose }: ViewerProps) {
  const services = useServices();
  const { detail, again } = useAssetDetail(id);
  const card = useKeyed(services.library.assets.rows, id);
  const match = useKeyed(matches, id);
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
        <RoomFor key={id} {...{ id, card, asset, neighbours, actions, onGo, onClose, info, toggleInfo }} />
      ) : (
        <Missing
          detail={detail?.kind}
          words={detail?.kind === "wrong" ? detail.words : null}
          onAgain={again}
          onClose={onClose}
        />
      )}
      {trouble !== null && (
        <div className="absolute inset-x-0 top-14 z-10">
          <TroubleWords words={trouble} onClear={onClear} />
        </div>
      )}
      {info && card && <InfoPanel card={card} match={match} detail={detail} onAgain={again} onClose={toggleInfo} />}
    </div>
  );
}

/** The room for a kind; what cannot be played or leafed through is a picture, or the words for why there is none. */
function RoomFor(props: RoomProps) {
  const { status, kind } = props.card;
  const leaves = kind === "DOCUMENT" && props.asset?.document !== null;
  if (status !== "READY" && status !== "PROCESSING") return <PictureRoom {...props} />;
  if (kind === "VIDEO") return <FilmRoom {...props} />;
  if (kind === "AUDIO") return <SoundRoom {...props} />;
  return leaves ? <PagesRoom {...props} /> : <PictureRoom {...props} />;
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

type MissingProps = {
  detail: string | undefined;
  words: string | null;
  onAgain: () => void;
  onClose: () => void;
};

function Missing({ detail, words, onAgain, onClose }: MissingProps) {
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
