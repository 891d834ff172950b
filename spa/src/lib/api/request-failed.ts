import type { CombinedError } from "@urql/core";

const WORDS: Record<string, string> = {
  UNREACHABLE: "Vitrine cannot be reached. What you see is kept; try again when the connection is back.",
  UNAUTHENTICATED: "You are signed out. Sign in again to go on.",
  FORBIDDEN: "You may not do this. The owner of the library can allow it.",
  RATE_LIMITED: "That was a lot at once. Wait a moment and try again.",
  INTERNAL: "The server could not answer this. Nothing was changed; try again in a moment.",
};

/** A request that got no answer of its kind: `code` for the program, `message` for the reader. */
export class RequestFailed extends Error {
  override readonly name = "RequestFailed";

  constructor(
    readonly code: string,
    message?: string,
  ) {
    super(WORDS[code] ?? message ?? WORDS["INTERNAL"]);
  }

  /** True when asking again later may well succeed. */
  get passing(): boolean {
    return ["UNREACHABLE", "INTERNAL", "RATE_LIMITED", "UNAVAILABLE"].includes(this.code);
  }
}

/** Turn what urql reports into one failure with a code. */
export function asFailure(error: CombinedError): RequestFailed {
  const [first] = error.graphQLErrors;
  if (first) return new RequestFailed(codeOf(first.extensions), first.message);
  return new RequestFailed("UNREACHABLE");
}

/** The words to show for anything that was thrown. */
export function wordsFor(error: unknown): string {
  return error instanceof RequestFailed ? error.message : new RequestFailed("INTERNAL").message;
}

const codeOf = (extensions: Record<string, unknown>): string =>
  typeof extensions["code"] === "string" ? extensions["code"] : "INTERNAL";
