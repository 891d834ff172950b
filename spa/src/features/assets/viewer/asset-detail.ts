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
        description
        sha256
        updatedAt
        capturedAt { local offsetMinutes }
        uploadedBy { __typename ... on User { name } ... on ApiKey { name } }
        renditions { purpose url mimeType width height size }
        metadata { camera lens copyright place { latitude longitude altitude } }
        tags { tag { id name } }
        jobs { id kind state attempts error progress { step done total unit etaSeconds } }
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

/** The widest rendition a browser can show as a picture. */
export function largestPicture({ renditions }: AssetDetail): AssetDetail["renditions"][number] | undefined {
  const pictures = renditions.filter(({ mimeType }) => mimeType.startsWith("image/"));
  return pictures.sort((a, b) => (b.width ?? 0) - (a.width ?? 0))[0];
}

async function readDetail({ ask, library }: Services, id: string): Promise<void> {
  if (reading.has(id)) return;
  reading.add(id);
  try {
    const { asset } = await ask(ReadAsset, { id });
    if (asset) library.assets.read(asset);
    details.set(id, asset ? { kind: "read", asset } : { kind: "absent" });
  } catch (error) {
    if (details.get(id)?.kind !== "read") details.set(id, { kind: "wrong", words: wordsFor(error) });
  } finally {
    reading.delete(id);
  }
}
