import { useCallback, useEffect, useState, type RefCallback } from "react";
import { useServices } from "@/lib/services";
import { readAgain, type AssetDetail } from "@/features/assets/viewer/asset-detail";
import { Player } from "./player";
import type { Playable } from "./source";

type Played = {
  id: string;
  seconds: number;
  playable: Playable | null;
  playableOf: (asset: AssetDetail) => Playable | null;
};

/** Have a player for the element that `attach` is put on; it takes up what can be played as soon as there is something. */
export function usePlayer<E extends HTMLMediaElement>(
  played: Played,
): { player: Player | null; attach: RefCallback<E> } {
  const { id, seconds, playable, playableOf } = played;
  const services = useServices();
  const [player, setPlayer] = useState<Player | null>(null);
  const attach = useCallback<RefCallback<E>>(
    (element) => {
      if (!element) return undefined;
      const renew = async (): Promise<Playable | null> => {
        await services.session.renew();
        const asset = await readAgain(services, id);
        return asset && playableOf(asset);
      };
      const made = new Player(element, seconds, renew);
      setPlayer(made);
      return () => {
        made.close();
        setPlayer(null);
      };
    },
    [services, id, seconds, playableOf],
  );
  useEffect(() => {
    if (player && playable) player.offer(playable);
  }, [player, playable]);
  return { player, attach };
}
