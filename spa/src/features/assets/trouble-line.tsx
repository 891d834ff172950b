import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useSignal } from "@/lib/state/signal";
import { Button, IconButton } from "@/ui/button";
import type { AssetList } from "./list/asset-list";

type TroubleProps = { list: AssetList; trouble: string | null; onClear: () => void };

/** What did not work just now, and the way to try it again. */
export function TroubleLine({ list, trouble, onClear }: TroubleProps) {
  const page = useSignal(list.pageTrouble);
  const words = trouble ?? page;
  const opened = useSignal(list.state).kind === "open";
  if (words === null || !opened) return null;
  const again = (): void => {
    list.pageTrouble.set(null);
    void list.open();
  };
  return (
    <TroubleWords words={words} onClear={onClear}>
      {trouble === null && (
        <Button look="quiet" onClick={again}>
          Try again
        </Button>
      )}
    </TroubleWords>
  );
}

type WordsProps = { words: string; onClear: () => void; children?: ReactNode };

/** The words, and what can be done about them; where that is nothing, they can be put away. */
export function TroubleWords({ words, onClear, children }: WordsProps) {
  return (
    <div
      role="alert"
      className="flex shrink-0 animate-appear items-center gap-2 bg-bad-wash py-1 pr-2 pl-4 text-sm sm:pl-6"
    >
      <p className="min-w-0 flex-1">{words}</p>
      {children || <IconButton icon={X} label="Dismiss" onClick={onClear} />}
    </div>
  );
}
