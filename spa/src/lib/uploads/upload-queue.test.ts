import { describe, expect, it, vi } from "vitest";
import { RequestFailed } from "@/lib/api/request-failed";
import type { AssetCard } from "@/lib/library/asset-card";
import type { HashFile } from "@/lib/uploads/hashing";
import type { PutFile } from "@/lib/uploads/put-file";
import type { UploadItem } from "@/lib/uploads/upload-item";
import { UploadQueue } from "@/lib/uploads/upload-queue";
import type { UploadServer } from "@/lib/uploads/upload-server";

const soon = () => new Date(Date.now() + 300_000).toISOString();
const signed = (name: string) => ({ url: `/put/${name}`, headers: {}, expiresAt: soon() });
const asset = (id: string, status: AssetCard["status"]) => ({ id, revision: 1, status }) as AssetCard;
const files = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ file: new File(["abc"], `${index}.jpg`), ratio: null }));

/** Too large to be hashed before it is announced; its bytes are never read here. */
const LARGE = {
  file: Object.defineProperty(new File(["abc"], "film.mp4"), "size", { value: 33 * 1024 ** 2 }),
  ratio: null,
};

const created = (file: File) => ({
  uploadId: file.name,
  asset: asset(`a-${file.name}`, "UPLOADING"),
  part: signed(file.name),
  cut: { partSize: file.size, partCount: 1 },
  duplicate: null,
});

function setUp(overrides: { server?: Partial<UploadServer>; put?: PutFile; hash?: HashFile } = {}) {
  const server: UploadServer = {
    create: vi.fn((items: UploadItem[]) => Promise.resolve(items.map(({ file }) => created(file)))),
    signParts: vi.fn((id: string, numbers: readonly number[]) =>
      Promise.resolve(new Map(numbers.map((number) => [number, signed(`${id}/${number}`)]))),
    ),
    held: vi.fn(() => Promise.resolve({ numbers: new Set<number>(), restarts: 0 })),
    sign: vi.fn((id: string) => Promise.resolve(signed(id))),
    offer: vi.fn(() => Promise.resolve(null)),
    complete: vi.fn((inputs: { upload: string }[]) =>
      Promise.resolve(inputs.map(({ upload }) => asset(`a-${upload}`, "PROCESSING"))),
    ),
    abort: vi.fn(() => Promise.resolve()),
    ...overrides.server,
  };
  const put = vi.fn<PutFile>(overrides.put ?? (() => Promise.resolve("stored")));
  const onAsset = vi.fn();
  const hash = overrides.hash ?? (() => Promise.resolve("ab"));
  const queue = new UploadQueue({ server, put, hash, wait: () => Promise.resolve(), onAsset });
  const phases = () => queue.order.get().map((key) => queue.items.get(key)?.phase);
  const settled = () => vi.waitFor(() => expect(queue.unfinished()).toEqual([]));
  return { queue, server, put, phases, settled, onAsset };
}

describe("the upload queue", () => {
  it("signs in batches of a hundred and keeps every file", async () => {
    const { queue, server, put, settled } = setUp();
    queue.add(files(250));
    await settled();
    expect(vi.mocked(server.create).mock.calls.map(([items]) => items.length)).toEqual([100, 100, 50]);
    expect(put).toHaveBeenCalledTimes(250);
  });

  it("sends four files at once, never more", async () => {
    let now = 0;
    let most = 0;
    const put: PutFile = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now--;
      return "stored";
    };
    const { queue, settled } = setUp({ put });
    queue.add(files(30));
    await settled();
    expect(most).toBe(4);
  });

  it("asks for a new signature when storage says the old one no longer holds", async () => {
    const outcomes = ["sign-again", "stored"] as const;
    let tries = 0;
    const { queue, server, phases, settled } = setUp({ put: () => Promise.resolve(outcomes[tries++] ?? "stored") });
    queue.add(files(1));
    await settled();
    expect(server.sign).toHaveBeenCalledTimes(1);
    expect(phases()).toEqual(["stored"]);
  });

  it("tries again after an unclear answer and gives up with a reason", async () => {
    const { queue, put, phases, settled } = setUp({ put: () => Promise.resolve("unclear") });
    const [key = ""] = queue.add(files(1));
    await settled();
    expect(put).toHaveBeenCalledTimes(9);
    expect(phases()).toEqual(["refused"]);
    expect(queue.items.get(key)?.reason).toMatch(/try it again/);
  });

  it("shows a refusal on its own file and lets the neighbours pass", async () => {
    const { queue, server, phases, settled } = setUp();
    vi.mocked(server.create).mockImplementationOnce((items) =>
      Promise.resolve(
        items.map(({ file }, index) =>
          index === 1 ? { refused: "This file is empty.", code: "EMPTY" } : created(file),
        ),
      ),
    );
    queue.add(files(3));
    await settled();
    expect(phases()).toEqual(["stored", "refused", "stored"]);
    expect([...queue.items.values()].find(({ phase }) => phase === "refused")?.mayRetry).toBe(false);
  });

  it("repeats a request that got no answer under the same idempotency keys", async () => {
    const { queue, server, phases, settled } = setUp();
    vi.mocked(server.create).mockRejectedValueOnce(new RequestFailed("UNREACHABLE"));
    queue.add(files(2));
    await settled();
    const keys = vi.mocked(server.create).mock.calls.map(([items]) => items.map((item) => item.idempotencyKey));
    expect(keys[0]).toEqual(keys[1]);
    expect(phases()).toEqual(["stored", "stored"]);
  });

  it("repeats a completion that got no answer", async () => {
    const { queue, server, phases, settled } = setUp();
    vi.mocked(server.complete).mockRejectedValueOnce(new RequestFailed("UNREACHABLE"));
    queue.add(files(2));
    await settled();
    expect(phases()).toEqual(["stored", "stored"]);
  });

  it("throws away what a cancelled file left in storage", async () => {
    const put: PutFile = (_part, _file, _progress, signal) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve("unclear")));
    const { queue, server } = setUp({ put });
    const keys = queue.add(files(2));
    await vi.waitFor(() => expect(queue.items.get(keys[0] ?? "")?.phase).toBe("sending"));
    queue.cancel(keys);
    expect(queue.order.get()).toEqual([]);
    expect(server.abort).toHaveBeenCalledWith(["0.jpg", "1.jpg"]);
  });

  it("stops at a pause and goes on where it can", async () => {
    const put: PutFile = (_part, _file, _progress, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => resolve("unclear"));
        setTimeout(() => resolve("stored"), 300);
      });
    const { queue, phases, settled } = setUp({ put });
    queue.add(files(6));
    await vi.waitFor(() => expect(phases()).toContain("sending"));
    queue.pause();
    await vi.waitFor(() => expect(phases()).toEqual(Array(6).fill("ready")));
    queue.resume();
    await settled();
    expect(phases()).toEqual(Array(6).fill("stored"));
  });

  it("knows which file an asset came from", async () => {
    const { queue, onAsset, settled } = setUp();
    const [key] = queue.add(files(1));
    await settled();
    expect(queue.keyOf("a-0.jpg")).toBe(key);
    expect(onAsset).toHaveBeenLastCalledWith(asset("a-0.jpg", "PROCESSING"));
  });

  it("asks once for a batch what becomes of files that the library has, and sends none of them", async () => {
    const known = (items: UploadItem[]) =>
      items.map(({ file }) => ({ ...created(file), duplicate: asset("old", "READY") }));
    const complete = (inputs: { upload: string; onDuplicate: string }[]) =>
      Promise.resolve(inputs.map(() => asset("old", "READY")));
    const { queue, server, put, phases, settled } = setUp({
      server: { create: (items) => Promise.resolve(known(items)), complete: vi.fn(complete) },
    });
    const batch = queue.newBatch();
    queue.add(files(2), batch);
    await vi.waitFor(() => expect(phases()).toEqual(["asking", "asking"]));
    expect(queue.unfinished()).toHaveLength(2);
    queue.answer(batch, "LINK");
    await settled();
    queue.add(files(1), batch);
    await settled();
    expect(
      vi
        .mocked(server.complete)
        .mock.calls.flat(2)
        .map(({ onDuplicate }) => onDuplicate),
    ).toEqual(Array(3).fill("LINK"));
    expect([...queue.items.values()].map(({ gaveWay }) => gaveWay)).toEqual(Array(3).fill("LINK"));
    expect(put).not.toHaveBeenCalled();
    queue.add(files(1));
    await vi.waitFor(() => expect(phases().at(-1)).toBe("asking"));
  });

  it("stops sending a large file once its bytes turn out to be known", async () => {
    let hashed: (sha256: string) => void = () => undefined;
    const { queue, server, phases, settled } = setUp({
      put: (_part, _file, _progress, signal) =>
        new Promise((resolve) => signal.addEventListener("abort", () => resolve("unclear"))),
      hash: () => new Promise((resolve) => (hashed = resolve)),
      server: { offer: vi.fn(() => Promise.resolve(asset("old", "READY"))) },
    });
    queue.add([LARGE], 7);
    await vi.waitFor(() => expect(phases()).toEqual(["sending"]));
    hashed("ff");
    await vi.waitFor(() => expect(phases()).toEqual(["asking"]));
    expect(server.offer).toHaveBeenCalledWith("film.mp4", "ff");
    queue.answer(7, "KEEP_BOTH");
    await settled();
    expect(server.complete).toHaveBeenCalledWith([{ upload: "film.mp4", onDuplicate: "KEEP_BOTH" }]);
  });

  it("completes a large file that was sent before it was hashed only when it is", async () => {
    let hashed: (sha256: string | null) => void = () => undefined;
    const { queue, server, phases, settled } = setUp({ hash: () => new Promise((resolve) => (hashed = resolve)) });
    queue.add([LARGE]);
    await vi.waitFor(() => expect(phases()).toEqual(["finishing"]));
    expect(server.complete).not.toHaveBeenCalled();
    hashed(null);
    await settled();
    expect(phases()).toEqual(["stored"]);
    expect(server.offer).not.toHaveBeenCalled();
  });

  it("sends a file whose twin went away while its person was asked", async () => {
    const gone = { refused: "PUT the bytes first.", code: "BYTES_NOT_THERE" };
    const { queue, server, put, phases, settled } = setUp({
      server: {
        create: (items) =>
          Promise.resolve(items.map(({ file }) => ({ ...created(file), duplicate: asset("old", "READY") }))),
      },
    });
    vi.mocked(server.complete).mockImplementationOnce(() => Promise.resolve([gone]));
    queue.add(files(1), 3);
    await vi.waitFor(() => expect(phases()).toEqual(["asking"]));
    queue.answer(3, "SKIP");
    await settled();
    expect(put).toHaveBeenCalledTimes(1);
    expect(phases()).toEqual(["stored"]);
  });
});
