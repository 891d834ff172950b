import { useEffect } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { graphql, type ResultOf } from "@/lib/api/graphql";
import { AssetCardFields } from "@/lib/library/asset-card";
import { useServices, type Services } from "@/lib/services";
import { Keyed, useKeyed } from "@/lib/state/keyed";

const ReadAsset = graphql(
  `
    query ReadAsset($id: ID!) {
      asset(id: $id) {
        ...AssetCard
        inCollections: collections { id name path { id name } }
        description
        folder
        sha256
        updatedAt
        capturedAt { local offsetMinutes }
        uploadedBy { __typename ... on User { name } ... on ApiKey { name } }
        renditions { purpose url mimeType width height size }
        stream {
          hls
          poster { url width height }
          files { url width height }
          sprites { url columns rows frameWidth frameHeight interval count }
          captions { url language label }
        }
        sound { file { url } cover { url width height } peaks title artist album }
        document { pageCount }
        metadata {
          camera
          lens
          exposure { aperture seconds iso focalLength focalLengthIn35mm }
          copyright
          creator
          title
          caption
          keywords
          rating
          place { latitude longitude altitude }
          videoCodec
          audioCodec
          frameRate
          bitRate
          rotation
          channels
          sampleRate
          frames
          artist
          album
        }
        tags { tag { id name } source }
        jobs { id kind state attempts error startedAt finishedAt progress { step done total unit etaSeconds } }
        original { url }
      }
    }
  `,
  [AssetCardFields],
);

export type AssetDetail = NonNullable<ResultOf<typeof ReadAsset>["asset"]>;
export type DetailState = { kind: "read"; asset: AssetDetail } | { kind: "absent" } | { kind: "wrong"; words: string };

/** Details read so far, each at the revision it was read at. */
const details = new Keyed<DetailState>();
const reading = new Set<string>();

/** Everything about one asset, read again whenever the live stream brings a newer revision. */
export function useAssetDetail(id: string): { detail: DetailState | undefined; again: () => void } {
  const services = useServices();
  const revision = useKeyed(services.library.assets.rows, id)?.revision ?? 0;
  const detail = useKeyed(details, id);
  useEffect(() => {
    if (detail?.kind !== "read" || detail.asset.revision < revision) void readDetail(services, id);
    // A wrong answer is asked for again by the person, not in a circle.
  }, [services, id, revision]); // eslint-disable-line react-hooks/exhaustive-deps
  return { detail, again: () => void readDetail(services, id) };
}

/** Read an asset ahead of its turn, its large picture too. */
export async function prefetchDetail(services: Services, id: string): Promise<void> {
  if (details.get(id)?.kind !== "read") await readDetail(services, id);
  const known = details.get(id);
  const url = known?.kind === "read" ? largestPicture(known.asset)?.url : undefined;
  if (url !== undefined) new Image().src = url;
}

/** What stands for the asset itself: neither a sheet of sprites nor a waveform does, however wide it is. */
const PICTURES = new Set(["thumbnail", "preview", "large", "poster", "cover", "page"]);

/** The widest rendition that stands for the asset. */
export function largestPicture({ renditions }: AssetDetail): AssetDetail["renditions"][number] | undefined {
  const pictures = renditions.filter(({ purpose }) => PICTURES.has(purpose));
  return pictures.sort((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
}

/** Read an asset now, its addresses too; null for one that is gone. Throws RequestFailed. */
export async function readAgain({ ask, library }: Services, id: string): Promise<AssetDetail | null> {
  const { asset } = await ask(ReadAsset, { id });
  if (asset) library.assets.read(asset);
  details.set(id, asset ? { kind: "read", asset } : { kind: "absent" });
  return asset;
}

async function readDetail(services: Services, id: string): Promise<void> {
  if (reading.has(id)) return;
  reading.add(id);
  try {
    await readAgain(services, id);
  } catch (error) {
    if (details.get(id)?.kind !== "read") details.set(id, { kind: "wrong", words: wordsFor(error) });
  } finally {
    reading.delete(id);
  }
}
