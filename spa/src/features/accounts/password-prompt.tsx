import { KeyRound, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/ui/button";
import { PasswordDialog } from "./password-dialog";
import { useViewer } from "./viewer";

const LATER = "vitrine-password-later";

/** One quiet line for someone who came by link and has no password yet. */
export function PasswordPrompt() {
  const { viewer } = useViewer();
  const [later, setLater] = useState(() => sessionStorage.getItem(LATER) !== null);
  const [asking, setAsking] = useState(false);
  const putOff = (): void => {
    sessionStorage.setItem(LATER, "1");
    setLater(true);
  };
  if (viewer.hasPassword || viewer.actor.__typename !== "User") return null;
  return (
    <>
      {!later && (
        <aside
          aria-label="Set a password"
          className="flex items-center gap-3 border-b border-line bg-sunken py-1.5 pr-2 pl-4 text-sm sm:pl-6"
        >
          <KeyRound size={16} className="shrink-0 text-accent max-sm:hidden" aria-hidden />
          <p className="min-w-0 flex-1">
            <span className="max-sm:hidden">You came in by a one-time link. </span>Set a password to come back without
            one.
          </p>
          <Button look="plain" className="h-8" onClick={() => setAsking(true)}>
            Set a password
          </Button>
          <IconButton icon={X} label="Later" onClick={putOff} />
        </aside>
      )}
      {asking && <PasswordDialog onClose={() => setAsking(false)} />}
    </>
  );
}
