import { FilmPlayer } from "@/features/assets/player/film-player";
import { Poster } from "@/features/assets/player/poster";
import type { AssetCard } from "@/lib/library/asset-card";
import type { AssetDetail } from "./asset-detail";
import { PreparationLine } from "./preparation-line";
import type { Swipes } from "./swipes";
import type { StageKeys } from "./viewer-keys";

type StageProps = {
  card: AssetCard;
  asset: AssetDetail | undefined;
  keys: StageKeys;
  swipes: Swipes;
  onDownload: () => void;
};

/** A film in its own shape, as large as the stage allows; narrow ones keep room for the controls. */
export function FilmStage({ card, asset, keys, swipes, onDownload }: StageProps) {
  const ratio = card.width && card.height ? card.width / card.height : 16 / 9;
  const width = `max(min(100cqw, ${ratio} * 100cqh), min(100cqw, 22rem))`;
  return (
    <div className="absolute inset-0 grid place-items-center [container-type:size]">
      <div className="relative sm:rounded-md" style={{ width, height: `min(100cqh, 100cqw / ${ratio})` }}>
        <FilmPlayer {...{ card, asset, keys, swipes, onDownload }}>
          <Poster card={card} url={asset?.stream?.poster?.url} />
        </FilmPlayer>
        {card.status === "PROCESSING" && <PreparationLine card={card} asset={asset} />}
      </div>
    </div>
  );
}
