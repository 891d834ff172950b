import { useEffect, useRef, useState } from "react";
import type { AssetCard } from "@/lib/library/asset-card";
import { frameStyle, haveSheet, type Sprites } from "@/features/assets/player/sprites";
import { prefersStillness } from "@/ui/stillness";
import { useMovingParts } from "./moving-parts";
import { useSkim, type Skim } from "./skim";

type MovingProps = { asset: AssetCard; width: number; height: number };

/** What a card shows under a fine pointer: a film by its sprites, and playing silently once the pointer rests. */
export function CardMoving(props: MovingProps) {
  const { status, kind, animation } = props.asset;
  return status === "READY" && (kind === "VIDEO" || animation) ? <Moving {...props} /> : null;
}

function Moving({ asset, width, height }: MovingProps) {
  const ref = useRef<HTMLSpanElement>(null);
  const skim = useSkim(ref);
  return (
    <span ref={ref} aria-hidden className="pointer-events-none absolute inset-0">
      {skim && asset.animation && !prefersStillness() && <MovingCopy url={asset.animation.url} />}
      {skim && asset.kind === "VIDEO" && <FilmUnderPointer {...{ asset, width, height, skim }} />}
    </span>
  );
}

/** An animated picture; it covers the still one once it is there. */
export function MovingCopy({ url }: { url: string }) {
  const [loaded, setLoaded] = useState(false);
  return (
    <img
      src={url}
      alt=""
      onLoad={() => setLoaded(true)}
      className="absolute inset-0 size-full object-cover"
      style={{ opacity: loaded ? 1 : 0 }}
    />
  );
}

function FilmUnderPointer({ asset, width, height, skim }: MovingProps & { skim: Skim }) {
  const parts = useMovingParts(asset, true);
  const sprites = useSheet(parts?.sprites ?? null);
  const file = parts?.files.at(-1)?.url;
  const seconds = skim.share * (asset.duration ?? 0);
  const plays = file !== undefined && !prefersStillness() && (skim.resting || (parts?.sprites ?? null) === null);
  return (
    <>
      {sprites && (
        <span className="absolute inset-0 bg-no-repeat" style={frameStyle(sprites, seconds, { width, height })} />
      )}
      {plays && <SilentFilm key={seconds} url={file} from={sprites ? seconds : 0} />}
      {sprites && !plays && (
        <span className="absolute inset-x-0 bottom-0 z-10 h-0.5 bg-veil">
          <span className="block h-full bg-on-picture" style={{ width: `${skim.share * 100}%` }} />
        </span>
      )}
    </>
  );
}

/** A film without its sound, from a place on and around; in view once it has something to show. */
export function SilentFilm({ url, from = 0 }: { url: string; from?: number }) {
  const [drawn, setDrawn] = useState(false);
  const film = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = film.current;
    if (!element) return undefined;
    element.currentTime = from;
    // Refused by a browser that saves power: the still picture stays.
    void element.play().catch(() => undefined);
    return () => {
      element.removeAttribute("src");
      element.load();
    };
  }, [url, from]);
  return (
    <video
      ref={film}
      src={url}
      muted
      playsInline
      loop
      disablePictureInPicture
      onPlaying={() => setDrawn(true)}
      className="absolute inset-0 size-full object-cover transition-opacity duration-150"
      style={{ opacity: drawn ? 1 : 0 }}
    />
  );
}

/** A sheet of sprites once it is here and decoded: before that the card stays as it is. */
function useSheet(sprites: Sprites | null): Sprites | null {
  const [here, setHere] = useState<string | null>(null);
  const url = sprites?.url;
  useEffect(() => {
    if (url === undefined) return;
    // A sheet that cannot be had leaves the card still.
    void haveSheet(url)
      .decode()
      .then(
        () => setHere(url),
        () => undefined,
      );
  }, [url]);
  return sprites && here === sprites.url ? sprites : null;
}
