import { useEffect } from "react";
import { graphql, type ResultOf } from "@/lib/api/graphql";
import type { AssetCard } from "@/lib/library/asset-card";
import { useServices } from "@/lib/services";
import { Keyed, useKeyed } from "@/lib/state/keyed";

const ReadMovingParts = graphql(`
  query ReadMovingParts($id: ID!) {
    asset(id: $id) {
      revision
      stream {
        files { url }
        sprites { url columns rows frameWidth frameHeight interval count }
      }
    }
  }
`);

type Parts = NonNullable<ResultOf<typeof ReadMovingParts>["asset"]>;

/** What moves of the films somebody pointed at; lists carry none of it. */
const known = new Keyed<Parts>();
const asked = new Set<string>();

/** The smallest file and the sprite sheet of a film, read once somebody wants to see it move. */
export function useMovingParts(card: AssetCard | undefined, wanted: boolean): Parts["stream"] | undefined {
  const { ask } = useServices();
  const id = card?.kind === "VIDEO" ? card.id : undefined;
  const revision = card?.revision ?? 0;
  const parts = useKeyed(known, id);
  const fresh = parts !== undefined && parts.revision >= revision;
  useEffect(() => {
    if (!wanted || id === undefined || fresh || asked.has(id)) return;
    asked.add(id);
    void ask(ReadMovingParts, { id })
      .then(({ asset }) => asset && known.set(id, asset))
      // The card stays still, which is what it was.
      .catch(() => undefined)
      .finally(() => asked.delete(id));
  }, [ask, id, fresh, wanted]);
  return parts?.stream ?? undefined;
}
