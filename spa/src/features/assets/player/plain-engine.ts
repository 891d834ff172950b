import type { Engine, OpenEngine } from "./engine";
import { failingOf, type Failing } from "./recovery";

/** Let the browser itself play an address: a file, or a stream where it can. */
export const openPlain: OpenEngine = (media, url, from, told): Engine => {
  const stop = new AbortController();
  const { signal } = stop;
  const begin = (at: number): void => {
    media.src = url;
    if (at > 0) media.addEventListener("loadedmetadata", () => (media.currentTime = at), { once: true, signal });
  };
  const again = (): void => {
    const [at, playing] = [media.currentTime, !media.paused];
    begin(at);
    // Refused only when the person has paused in the meantime.
    if (playing) void media.play().catch(() => undefined);
  };
  media.addEventListener("canplay", told.wentOn, { signal });
  media.addEventListener("error", () => void whyFailed(media, url).then((how) => signal.aborted || told.failed(how)), {
    signal,
  });
  media.preload = "metadata";
  begin(from);
  told.qualities([]);
  return {
    start: () => (media.preload = "auto"),
    again,
    repair: again,
    choose: () => undefined,
    close: () => {
      stop.abort();
      media.removeAttribute("src");
      media.load();
    },
  };
};

/** An element does not say which answer it got: ask for the head alone. */
async function whyFailed({ error }: HTMLMediaElement, url: string): Promise<Failing> {
  if (error?.code === MediaError.MEDIA_ERR_DECODE) return "undecodable";
  const answer = await fetch(url, { method: "HEAD" }).catch(() => null);
  return answer?.ok ? "undecodable" : failingOf(answer?.status);
}
