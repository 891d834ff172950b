import { useEffect, useState } from "react";
import { createBrowserRouter, Navigate, RouterProvider, useParams } from "react-router";
import { SignInScreen } from "@/features/accounts/sign-in-screen";
import { wordsFor } from "@/lib/api/request-failed";
import type { Session } from "@/lib/api/session";
import { collectionAddress } from "@/lib/collections/address";
import { useSignal } from "@/lib/state/signal";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { useAgain } from "@/ui/use-again";
import { Turning } from "@/ui/ring";
import { CloudOff } from "lucide-react";
import { CollectionsRoute } from "./collections-route";
import { DuplicatesRoute } from "./duplicates-route";
import { LibraryRoute } from "./library-route";
import { QueuesRoute } from "./queues-route";
import { SignedIn } from "./signed-in";

/** The door: who is not signed in sees the sign-in page wherever they meant to go, and then goes there. */
export function App({ session }: { session: Session }) {
  const state = useSignal(session.state);
  const [linkTrouble, setLinkTrouble] = useState<string | null>(null);
  const [router] = useState(openRouter);
  useEffect(() => {
    void enter(session).then(setLinkTrouble);
  }, [session]);
  if (state === "unknown")
    return (
      <div className="grid h-full place-items-center">
        <Turning label="Opening Vitrine" />
      </div>
    );
  if (state === "unreachable") return <Unreachable session={session} />;
  if (state === "signed-out") return <SignInScreen session={session} linkTrouble={linkTrouble} />;
  return (
    <SignedIn session={session}>
      <RouterProvider router={router} />
    </SignedIn>
  );
}

function openRouter() {
  const library = { Component: LibraryRoute };
  return createBrowserRouter([
    {
      ...library,
      children: [
        { path: "/", Component: null },
        { path: "/asset/:id", Component: null },
        { path: "*", Component: null },
      ],
    },
    { path: "/collections", Component: CollectionsRoute },
    { path: "/collections/:id", Component: ToCollection },
    { path: "/queues", Component: QueuesRoute },
    { path: "/duplicates", Component: DuplicatesRoute },
    { path: "/trash", element: <Navigate to="/?trashed=1" replace /> },
  ]);
}

/** The short address of a collection leads to the library, narrowed to it. */
function ToCollection() {
  return <Navigate to={collectionAddress(useParams()["id"] ?? "")} replace />;
}

let entering: Promise<string | null> | undefined;

/** Come in by the link in the address if there is one, else by the session kept in the cookie; returns what went wrong. */
function enter(session: Session): Promise<string | null> {
  // Once per page: a link works a single time, and React may run an effect twice.
  entering ??= enterOnce(session);
  return entering;
}

async function enterOnce(session: Session): Promise<string | null> {
  const token = location.pathname === "/sign-in" ? new URLSearchParams(location.hash.slice(1)).get("token") : null;
  const wasSignIn = location.pathname === "/sign-in";
  if (wasSignIn) history.replaceState(null, "", "/");
  const trouble = token === null ? null : await session.signInByLink(token).then(() => null, wordsFor);
  // A link that was used before is no trouble to someone who is signed in already.
  if (session.state.get() !== "signed-in") await session.renew().catch(() => undefined);
  return session.state.get() === "signed-in" ? null : trouble;
}

function Unreachable({ session }: { session: Session }) {
  useAgain(() => void session.renew().catch(() => undefined));
  return (
    <main className="grid h-full place-items-center">
      <Notice
        icon={CloudOff}
        title="Vitrine cannot be reached"
        actions={<Button onClick={() => void session.renew().catch(() => undefined)}>Try now</Button>}
      >
        This page tries again by itself every few seconds and opens as soon as there is an answer.
      </Notice>
    </main>
  );
}
