import { RequestFailed } from "@/lib/api/request-failed";
import { Signal } from "@/lib/state/signal";

type Grant = { accessToken: string; expiresAt: string };
export type SessionState = "unknown" | "unreachable" | "signed-in" | "signed-out";

/** Seconds before expiry at which a token is no longer used for new requests. */
const MARGIN = 45;

/** Keep a signed-in session: the access token in memory only, renewed before it ends, once for everyone who waits. */
export class Session {
  readonly state = new Signal<SessionState>("unknown");
  #token: string | null = null;
  #endsAt = 0;
  #renewing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get current(): string | null {
    return this.#token;
  }

  get endsSoon(): boolean {
    return Date.now() > this.#endsAt - MARGIN * 1000;
  }

  /** A token good for at least `MARGIN` seconds, or null when signed out. Throws RequestFailed when unreachable. */
  async token(): Promise<string | null> {
    if (this.endsSoon && this.state.get() !== "signed-out") await this.renew();
    return this.#token;
  }

  /** Ask for a new access token. Tabs take turns, since the refresh cookie changes with each use. */
  renew(): Promise<void> {
    this.#renewing ??= this.#inTurn(() => this.#renewOnce()).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async signInByLink(token: string): Promise<void> {
    this.#accept(await post("/session/link", { token }));
  }

  async signInByPassword(email: string, password: string): Promise<void> {
    this.#accept(await post("/session/password", { email, password }));
  }

  /** Forget the session here even when the server cannot be told. */
  async signOut(): Promise<void> {
    try {
      await send("DELETE", "/session");
    } finally {
      this.#drop();
    }
  }

  async #renewOnce(): Promise<void> {
    try {
      this.#accept(await post("/session/refresh"));
    } catch (error) {
      if (error instanceof RequestFailed && error.code !== "UNREACHABLE") this.#drop();
      else if (this.state.get() === "unknown") this.state.set("unreachable");
      throw error;
    }
  }

  async #inTurn(task: () => Promise<void>): Promise<void> {
    // Web Locks need a secure context; without one the server's grace for two tabs has to do.
    if (!("locks" in navigator)) return task();
    await navigator.locks.request("vitrine-session", task);
  }

  #accept(grant: Grant): void {
    this.#token = grant.accessToken;
    this.#endsAt = Date.parse(grant.expiresAt);
    clearTimeout(this.#timer);
    const wait = Math.max(5, (this.#endsAt - Date.now()) / 1000 - MARGIN - Math.random() * 20);
    this.#timer = setTimeout(() => void this.renew().catch(ignoreUntilAsked), wait * 1000);
    this.state.set("signed-in");
  }

  #drop(): void {
    clearTimeout(this.#timer);
    this.#token = null;
    this.#endsAt = 0;
    this.state.set("signed-out");
  }
}

// A renewal ahead of time may fail without harm: the next request asks again and reports its own failure.
const ignoreUntilAsked = (): void => undefined;

async function post(path: string, body?: object): Promise<Grant> {
  const response = await send("POST", path, body);
  return (await response.json()) as Grant;
}

async function send(method: string, path: string, body?: object): Promise<Response> {
  const headers = { "X-Vitrine": "1", ...(body && { "Content-Type": "application/json" }) };
  const response = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) }).catch(() => {
    throw new RequestFailed("UNREACHABLE");
  });
  if (response.ok) return response;
  if (response.status >= 500) throw new RequestFailed("UNREACHABLE");
  throw await refusalIn(response);
}

async function refusalIn(response: Response): Promise<RequestFailed> {
  const said = (await response.json().catch(() => ({}))) as { code?: string; message?: string };
  return new RequestFailed(said.code ?? "REFUSED", said.message ?? "The server refused this sign-in.");
}
