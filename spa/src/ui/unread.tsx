import { CloudOff } from "lucide-react";
import { Button } from "./button";
import { Notice } from "./notice";
import { useAgain } from "./use-again";

/** Something that could not be read: why, and that it is asked for again, by itself and on request. */
export function Unread({ title, words, onAgain }: { title: string; words: string; onAgain: () => void }) {
  useAgain(onAgain);
  return (
    <Notice
      icon={CloudOff}
      title={title}
      actions={
        <Button look="primary" onClick={onAgain}>
          Try again
        </Button>
      }
    >
      {words}
    </Notice>
  );
}
