import { describe, expect, it, vi } from "vitest";
import { RequestFailed } from "@/lib/api/request-failed";
import type { AssetCard } from "@/lib/library/asset-card";
import type { PutFile } from "@/lib/uploads/put-file";
import type { UploadItem } from "@/lib/uploads/upload-item";
import { UploadQueue } from "@/lib/uploads/upload-queue";
import type { UploadServer } from "@/lib/uploads/upload-server";

const soon = () => new Date(Date.now() + 300_000).toISOString();
const signed = (name: string) => ({ url: `/put/${name}`, headers: {}, expiresAt: soon() });
const asset = (id: string, status: AssetCard["status"]) => ({ id, revision: 1, status }) as AssetCard;
const files = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ file: new File(["abc"], `${index}.jpg`), ratio: null }));

const created = (file: File) => ({
  uploadId: file.name,
  asset: asset(`a-${file.name}`, "UPLOADING"),
  part: signed(file.name),
  cut: { partSize: file.size, partCount: 1 },
});

function setUp(overrides: { server?: Partial<UploadServer>; put?: PutFile } = {}) {
  const server: UploadServer = {
    create: vi.fn((items: UploadItem[]) => Promise.resolve(items.map(({ file }) => created(file)))),
    signParts: vi.fn((id: string, numbers: readonly number[]) =>
      Promise.resolve(new Map(numbers.map((number) => [number, signed(`${id}/${number}`)]))),
    ),
    held: vi.fn(() => Promise.resolve({ numbers: new Set<number>(), restarts: 0 })),
    sign: vi.fn((id: string) => Promise.resolve(signed(id))),
    complete: vi.fn((ids: string[]) => Promise.resolve(ids.map((id) => asset(`a-${id}`, "PROCESSING")))),
    abort: vi.fn(() => Promise.resolve()),
    ...overrides.server,
  };
  const put = vi.fn<PutFile>(overrides.put ?? (() => Promise.resolve("stored")));
  const onAsset = vi.fn();
  const queue = new UploadQueue({ server, put, wait: () => Promise.resolve(), onAsset });
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
});
