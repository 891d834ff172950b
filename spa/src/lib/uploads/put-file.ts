/**
 * What storage answered to a PUT: kept, a signature that no longer holds, that it knows nothing of what this is a part
 * of, or nothing clear.
 */
export type PutOutcome = "stored" | "sign-again" | "gone" | "unclear";

export type PutFile = (
  part: { url: string; headers: Record<string, string> },
  file: Blob,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
) => Promise<PutOutcome>;

/** Headers a browser sets by itself and does not let a page set. */
const OWN = /^(host|content-length)$/i;

/** PUT one file straight to storage with exactly the signed headers. XMLHttpRequest, since fetch tells no progress. */
export const putFile: PutFile = (part, file, onProgress, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve("unclear");
    const request = new XMLHttpRequest();
    request.open("PUT", part.url);
    for (const [name, value] of Object.entries(part.headers))
      if (!OWN.test(name)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => resolve(outcomeOf(request.status));
    request.onerror = request.onabort = request.ontimeout = () => resolve("unclear");
    signal.addEventListener("abort", () => request.abort(), { once: true });
    // Without a type of its own the blob adds no Content-Type beyond the signed one.
    request.send(file.slice(0, file.size, ""));
  });

function outcomeOf(status: number): PutOutcome {
  if (status >= 200 && status < 300) return "stored";
  if (status === 404) return "gone";
  // An expired signature is 400 at one store and 403 at another.
  return status === 400 || status === 403 ? "sign-again" : "unclear";
}
