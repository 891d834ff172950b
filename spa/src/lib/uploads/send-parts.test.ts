import { describe, expect, it, vi } from "vitest";
import type { PutFile, PutOutcome } from "@/lib/uploads/put-file";
import { sendParts } from "@/lib/uploads/send-parts";

const CUT = { partSize: 4, partCount: 6 };
const FILE = new Blob(["aaaabbbbccccddddeeeeff"]);
const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** A store that keeps parts by number, and whatever a test has it answer instead. */
function store(answer: (number: number, attempt: number) => PutOutcome | undefined = () => undefined, signedFor = 300) {
  const kept = new Map<number, string>();
  const attempts = new Map<number, number>();
  const state = { restarts: 0, atOnce: 0, most: 0, asked: 0 };
  const put: PutFile = async ({ url }, blob, onProgress) => {
    const number = Number(url);
    attempts.set(number, (attempts.get(number) ?? 0) + 1);
    state.most = Math.max(state.most, ++state.atOnce);
    await new Promise((resolve) => setTimeout(resolve, 1));
    onProgress(blob.size);
    state.atOnce--;
    const said = answer(number, attempts.get(number) ?? 0) ?? "stored";
    if (said === "stored") kept.set(number, await blob.text());
    return said;
  };
  const server = {
    held: vi.fn(() => Promise.resolve({ numbers: new Set(kept.keys()), restarts: state.restarts })),
    signParts: vi.fn((_: string, numbers: readonly number[]) => {
      state.asked += numbers.length;
      const expiresAt = later(signedFor);
      return Promise.resolve(new Map(numbers.map((each) => [each, { url: String(each), headers: {}, expiresAt }])));
    }),
  };
  const told = { progress: vi.fn<(sent: number) => void>(), restarted: vi.fn() };
  const abort = new AbortController();
  const errand = { file: FILE, uploadId: "u", cut: CUT, signal: abort.signal, ...told };
  const run = () => sendParts(errand, { server, put, wait: () => Promise.resolve() });
  const whole = () =>
    [...kept.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, text]) => text)
      .join("");
  return { kept, attempts, state, server, told, abort, run, whole };
}

describe("sending a file in parts", () => {
  it("sends every part once, four at a time, and tells of every byte", async () => {
    const { run, whole, attempts, state, told } = store();
    expect(await run()).toBe("stored");
    expect(whole()).toBe(await FILE.text());
    expect([...attempts.values()]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(state.most).toBe(4);
    expect(told.progress).toHaveBeenLastCalledWith(FILE.size);
  });

  it("sends only what storage does not hold", async () => {
    const { run, kept, attempts, told } = store();
    kept.set(2, "bbbb").set(5, "eeee");
    expect(await run()).toBe("stored");
    expect([...attempts.keys()].sort()).toEqual([1, 3, 4, 6]);
    expect(told.progress).toHaveBeenNthCalledWith(1, 8);
  });

  it("tries one failed part again and no other", async () => {
    const { run, attempts, whole } = store((number, attempt) => (number === 3 && attempt < 3 ? "unclear" : undefined));
    expect(await run()).toBe("stored");
    expect(attempts.get(3)).toBe(3);
    expect([...attempts.values()].reduce((sum, each) => sum + each)).toBe(8);
    expect(whole()).toBe(await FILE.text());
  });

  it("does not send a part twice whose answer was lost", async () => {
    const { run, attempts, kept, whole } = store((number, attempt) => {
      if (number !== 2 || attempt > 1) return undefined;
      kept.set(2, "bbbb");
      return "unclear";
    });
    expect(await run()).toBe("stored");
    expect(attempts.get(2)).toBe(1);
    expect(whole()).toBe(await FILE.text());
  });

  it("signs again what storage takes for expired", async () => {
    const { run, state } = store((number, attempt) => (number === 1 && attempt === 1 ? "sign-again" : undefined));
    expect(await run()).toBe("stored");
    expect(state.asked).toBeGreaterThan(6);
  });

  it("asks anew for a signature that would run out on the way", async () => {
    const { run, server } = store(undefined, 1);
    expect(await run()).toBe("stored");
    expect(server.signParts.mock.calls.length).toBeGreaterThanOrEqual(6);
  });

  it("begins anew, and says so, when storage has forgotten what it had", async () => {
    let forgotten = false;
    const { run, kept, state, told, whole } = store((number) => {
      if (number !== 5 || forgotten) return undefined;
      forgotten = true;
      kept.clear();
      state.restarts = 1;
      return "gone";
    });
    expect(await run()).toBe("stored");
    expect(told.restarted).toHaveBeenCalledOnce();
    expect(whole()).toBe(await FILE.text());
  });

  it("begins anew as well when the loss shows only in what storage holds", async () => {
    let restarted = false;
    const { run, kept, state, told, whole } = store((number) => {
      if (number !== 5 || restarted) return undefined;
      restarted = true;
      kept.clear();
      state.restarts = 1;
      return "unclear";
    });
    expect(await run()).toBe("stored");
    expect(told.restarted).toHaveBeenCalledOnce();
    expect(whole()).toBe(await FILE.text());
  });

  it("stops when it is told to, and goes on from there", async () => {
    const { run, abort, kept, attempts } = store((number) => {
      if (number === 1) abort.abort();
      return undefined;
    });
    expect(await run()).toBe("unclear");
    expect(kept.size).toBeLessThan(6);
    expect(attempts.size).toBeLessThan(6);
  });

  it("gives a part up after eight tries and keeps the others", async () => {
    const { run, attempts, kept } = store((number) => (number === 6 ? "unclear" : undefined));
    expect(await run()).toBe("unclear");
    expect(attempts.get(6)).toBe(8);
    expect(kept.size).toBe(5);
  });

  it("passes on what the API refuses", async () => {
    const { run, server } = store();
    const refused = { refused: "This upload has expired: create a new one.", code: "UPLOAD_OVER" };
    server.held.mockResolvedValueOnce(refused as never);
    expect(await run()).toEqual(refused);
  });
});
