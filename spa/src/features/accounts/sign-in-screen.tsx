import { useState, type SubmitEvent } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import type { Session } from "@/lib/api/session";
import { Button } from "@/ui/button";
import { Logo } from "@/ui/logo";
import { TextField } from "@/ui/text-field";

type SignInProps = { session: Session; linkTrouble: string | null };

/** The way in: e-mail and password, and where a one-time link comes from. */
export function SignInScreen({ session, linkTrouble }: SignInProps) {
  const [refused, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    await session
      .signInByPassword(textOf(form, "email"), textOf(form, "password"))
      .catch((error: unknown) => setTrouble(wordsFor(error)));
    setBusy(false);
  };
  const trouble = refused ?? linkTrouble;
  return (
    <main className="grid min-h-full place-items-center px-5 py-10">
      <div className="w-full max-w-sm animate-appear">
        <Logo size={40} />
        <h1 className="mt-5 text-xl font-semibold tracking-tight">Sign in to Vitrine</h1>
        {trouble && (
          <p role="alert" className="mt-4 rounded-md bg-bad-wash px-3.5 py-2.5 text-sm text-ink">
            {trouble}
          </p>
        )}
        <form onSubmit={(event) => void submit(event)} className="mt-6 flex flex-col gap-4">
          <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
          <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
          <Button type="submit" look="primary" className="mt-2 h-11 w-full text-base" disabled={busy}>
            {busy ? "Signing in…" : "Sign in"}
          </Button>
        </form>
        <p className="mt-8 border-t border-line pt-5 text-sm text-ink-soft">
          No password yet? Open the one-time link that the server prints when it starts, or ask whoever runs it for{" "}
          <code className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-xs">vitrine sign-in-link</code>.
        </p>
      </div>
    </main>
  );
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === "string" ? value : "";
}
