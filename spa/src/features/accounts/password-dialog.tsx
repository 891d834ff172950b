import { useState, type SubmitEvent } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { useServices } from "@/lib/services";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/text-field";
import { setPassword, useViewer } from "./viewer";

/** Choose a password, so that the next sign-in needs no link. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { ask } = useServices();
  const { viewer, reload } = useViewer();
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const email = viewer.actor.__typename === "User" ? viewer.actor.email : null;
  const save = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const value = new FormData(event.currentTarget).get("password");
    setBusy(true);
    const refused = await setPassword(ask, typeof value === "string" ? value : "").catch(wordsFor);
    setBusy(false);
    setTrouble(refused);
    if (refused !== null) return;
    await reload();
    onClose();
  };
  return (
    <Dialog title={viewer.hasPassword ? "Change your password" : "Set a password"} onClose={onClose}>
      <form onSubmit={(event) => void save(event)} className="flex flex-col gap-5">
        {/* Unseen, for password managers: whose password this is. */}
        {email && (
          <input
            type="text"
            name="username"
            autoComplete="username"
            value={email}
            readOnly
            tabIndex={-1}
            aria-hidden
            className="sr-only"
          />
        )}
        <TextField
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          hint={
            email
              ? `You will sign in with ${email}. A few unrelated words are easy to keep.`
              : "A few unrelated words are easy to keep."
          }
          trouble={trouble}
        />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={busy}>
            {busy ? "Saving…" : "Save password"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
