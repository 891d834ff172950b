import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createClient } from "graphql-ws";
import { useEffect, useMemo } from "react";
import type { Session } from "@/lib/api/session";
import { useSignal } from "@/lib/state/signal";
import { examples } from "./example-operations";
import { examplesPlugin } from "./examples-plugin";

/** GraphiQL with this browser's own session: what it shows is what the signed-in person may see. */
export function GraphiQLPage({ session }: { session: Session }) {
  const state = useSignal(session.state);
  const fetcher = useMemo(() => fetcherFor(session), [session]);
  useEffect(() => {
    // A refusal shows as signed out below; without a connection GraphiQL says so itself.
    void session.renew().catch(() => undefined);
  }, [session]);
  if (state === "unknown") return null;
  if (state === "signed-out") return <SignInFirst />;
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={[examplesPlugin]}
      defaultTabs={examples.map(({ query, variables }) => ({ query, variables }))}
      showPersistHeadersSettings={false}
      isHeadersEditorEnabled
    >
      <GraphiQL.Logo>
        <a href="/" className="vitrine-back">
          Vitrine
        </a>
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

function fetcherFor(session: Session): Fetcher {
  const authorization = async (): Promise<string> => `Bearer ${(await session.token()) ?? ""}`;
  return createGraphiQLFetcher({
    url: "/graphql",
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      // A key typed into the headers editor goes before the session.
      if (!headers.has("Authorization")) headers.set("Authorization", await authorization());
      return fetch(input, { ...init, headers });
    },
    wsClient: createClient({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
      connectionParams: async () => ({ authorization: await authorization() }),
      retryAttempts: Number.POSITIVE_INFINITY,
    }),
  });
}

function SignInFirst() {
  return (
    <main className="vitrine-sign-in">
      <h1>Sign in first</h1>
      <p>GraphiQL shows what you may see, so it has to know who you are.</p>
      <a href="/">Sign in to Vitrine</a>
    </main>
  );
}
