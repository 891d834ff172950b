import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Ring, Turning } from "@/ui/ring";
import type { Tell } from "./deleting";
import { amountWords, progressWords, type Amount } from "./words";

type ForGoodProps = {
  amount: Amount;
  /** What it is, where it is one. */
  children?: ReactNode;
  run: (tell: Tell) => Promise<void>;
  onClose: () => void;
};

/** Says what deleting for good means, does it when that is meant, and shows how far it is. */
export function ForGoodDialog({ amount, children, run, onClose }: ForGoodProps) {
  const [gone, setGone] = useState<number | null>(null);
  const here = useHere();
  const begin = (): void => {
    setGone(0);
    // Closed already, it may have made room for another question.
    void run(setGone).then(() => here.current && onClose());
  };
  return (
    <Dialog title={`Delete ${amountWords(amount)} for good?`} onClose={onClose}>
      {gone !== null ? <UnderWay gone={gone} amount={amount} /> : <Meaning amount={amount}>{children}</Meaning>}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {gone === null ? `Keep ${amount.value === 1 ? "it" : "them"}` : "Close"}
        </Button>
        {gone === null && (
          <Button look="final" onClick={begin}>
            Delete for good
          </Button>
        )}
      </div>
    </Dialog>
  );
}

/** Whether this is still shown. */
function useHere(): RefObject<boolean> {
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);
  return here;
}

function Meaning({ amount, children }: Pick<ForGoodProps, "amount" | "children">) {
  const files = amount.value === 1 && amount.exact ? "Its file leaves storage too." : "Their files leave storage too.";
  return (
    <>
      {children}
      <p className="text-base">{`${files} This cannot be undone.`}</p>
    </>
  );
}

function UnderWay({ gone, amount }: { gone: number; amount: Amount }) {
  const words = progressWords(gone, amount);
  const measured = amount.exact && gone > 0 && gone < amount.value;
  return (
    <div className="flex items-center gap-3 text-base">
      {measured ? <Ring share={gone / amount.value} size={20} label={words} /> : <Turning label={words} />}
      <div>
        <p role="status" className="tabular-nums">{`${words} …`}</p>
        <p className="text-sm text-ink-soft">It goes on when you close this.</p>
      </div>
    </div>
  );
}
