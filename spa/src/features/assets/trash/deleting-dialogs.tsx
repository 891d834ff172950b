import { useEffect, useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices, type Services } from "@/lib/services";
import { useKeyed } from "@/lib/state/keyed";
import type { AssetActions } from "@/features/assets/use-asset-actions";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Turning } from "@/ui/ring";
import { ForGoodDialog } from "./for-good-dialog";
import { CountTrash } from "./operations";
import type { Amount } from "./words";

type AskingProps = { actions: AssetActions; onClose: () => void };
type DeleteProps = AskingProps & { ids: readonly string[]; onward: () => void };

/** Asks before something in the trash is deleted for good; `onward` leaves its place as it begins. */
export function DeleteDialog({ ids, onward, actions, onClose }: DeleteProps) {
  const { library } = useServices();
  const only = useKeyed(library.assets.rows, ids.length === 1 ? ids[0] : undefined);
  return (
    <ForGoodDialog
      amount={{ value: ids.length, exact: true }}
      run={(tell) => {
        onward();
        return actions.deleteForGood(ids, tell);
      }}
      onClose={onClose}
    >
      {only && (
        <p className="mb-2 font-medium [overflow-wrap:anywhere]">
          <bdi>{only.title}</bdi>
        </p>
      )}
    </ForGoodDialog>
  );
}

/** Asks before all that is in the trash goes, whatever part of it is shown. */
export function EmptyDialog({ actions, onClose }: AskingProps) {
  const amount = useTrashed();
  if (amount !== null && typeof amount !== "string" && amount.value > 0)
    return <ForGoodDialog amount={amount} run={actions.emptyTrash} onClose={onClose} />;
  return (
    <Dialog title="Empty the trash?" onClose={onClose}>
      {amount === null ? <Turning label="Counting" /> : <p>{typeof amount === "string" ? amount : NOTHING}</p>}
      <div className="mt-6 flex justify-end">
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

const NOTHING = "It is empty already.";

/** How much is in the trash now: null until it is counted, words where it could not be. */
function useTrashed(): Amount | string | null {
  const { ask } = useServices();
  const [amount, setAmount] = useState<Amount | string | null>(null);
  useEffect(() => {
    let asked = true;
    void countTrash(ask).then((now) => asked && setAmount(now));
    return () => void (asked = false);
  }, [ask]);
  return amount;
}

const countTrash = (ask: Services["ask"]): Promise<Amount | string> =>
  ask(CountTrash, {}).then(({ assets }) => assets.total, wordsFor);
