import { stringifyDocument, type AnyVariables, type TypedDocumentNode } from "@urql/core";
import { createClient, type Client } from "graphql-ws";
import type { Session } from "@/lib/api/session";
import { Signal } from "@/lib/state/signal";
import { graphql, type ResultOf } from "@/lib/api/graphql";
import { AssetCardFields } from "@/lib/library/asset-card";

const AssetEvents = graphql(
  `
    subscription AssetEvents($after: String) {
      assetEvents(after: $after) {
        cursor
        kind
        assetId
        revision
        asset { ...AssetCard }
        progress { step done total unit etaSeconds }
      }
    }
  `,
  [AssetCardFields],
);

export type AssetEvent = ResultOf<typeof AssetEvents>["assetEvents"];
export type LiveStatus = "connecting" | "live" | "lost";

const CAP_SECONDS = 20;
const PONG_SECONDS = 6;

/** Follow what happens to assets, from a cursor, for as long as the session lasts; a lost connection resumes by itself. */
export class Live {
  readonly status = new Signal<LiveStatus>("connecting");
  readonly #client: Client;
  readonly #onEvent: (event: AssetEvent) => void;
  #cursor: string | null = null;
  #stop: (() => void) | null = null;

  constructor(session: Session, onEvent: (event: AssetEvent) => void) {
    this.#onEvent = onEvent;
    this.#client = this.#connect(session);
  }

  /** Begin after `cursor`: everything that happened since is delivered first. A second call changes nothing. */
  start(cursor: string): void {
    if (this.#stop) return;
    this.#cursor = cursor;
    this.#subscribe();
  }

  /** Follow any other subscription until the returned function is called; one that ends or is refused is asked again. */
  watch<Data, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    onData: (data: Data) => void,
  ): () => void {
    let stop: (() => void) | null = null;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const again = (): void => {
      if (!over) waiting = setTimeout(subscribe, 3000 + Math.random() * 3000);
    };
    const subscribe = (): void => {
      stop = this.#client.subscribe<Data>(
        { query: stringifyDocument(document), variables: variables ?? null },
        { next: ({ data }) => data && onData(data), error: again, complete: again },
      );
    };
    subscribe();
    return () => {
      over = true;
      clearTimeout(waiting);
      stop?.();
    };
  }

  close(): void {
    this.#stop?.();
    this.#stop = null;
    void this.#client.dispose();
  }

  #subscribe(): void {
    const cursor = (): string | null => this.#cursor;
    // A getter, because graphql-ws sends this same object again after each reconnect.
    const variables = {
      get after() {
        return cursor();
      },
    };
    const again = (): void => {
      if (this.#stop) setTimeout(() => this.#stop && this.#subscribe(), 3000 + Math.random() * 3000);
    };
    this.#stop = this.#client.subscribe<ResultOf<typeof AssetEvents>>(
      { query: stringifyDocument(AssetEvents), variables },
      { next: ({ data }) => data && this.#receive(data.assetEvents), error: again, complete: again },
    );
  }

  #receive(event: AssetEvent): void {
    this.#cursor = event.cursor;
    this.#onEvent(event);
  }

  #connect(session: Session): Client {
    let pong: ReturnType<typeof setTimeout> | undefined;
    const client = createClient({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`,
      // A token that cannot be had now is refused by the server, and the retry asks again.
      connectionParams: async () => ({ authorization: `Bearer ${(await session.token().catch(() => null)) ?? ""}` }),
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => session.state.get() !== "signed-out",
      retryWait,
      keepAlive: 15_000,
      on: {
        connected: () => this.status.set("live"),
        closed: () => this.status.set("lost"),
        ping: (received) => {
          if (!received) pong = setTimeout(() => client.terminate(), PONG_SECONDS * 1000);
        },
        pong: () => clearTimeout(pong),
      },
    });
    return client;
  }
}

/** Wait longer each time, up to the cap, with jitter so that a restarted server is not met by everyone at once. */
async function retryWait(retries: number): Promise<void> {
  const seconds = Math.min(CAP_SECONDS, 0.4 * 2 ** retries) * (0.5 + Math.random() / 2);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    const atOnce = (): void => {
      clearTimeout(timer);
      resolve();
    };
    addEventListener("online", atOnce, { once: true });
  });
}
