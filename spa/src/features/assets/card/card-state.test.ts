import { describe, expect, it } from "vitest";
import type { AssetCard } from "@/lib/library/asset-card";
import { chosen } from "@/lib/uploads/upload-item";
import { cardState } from "./card-state";

const file = new File(["x".repeat(200)], "gate.jpg", { type: "image/jpeg" });
const asset = (change: Partial<AssetCard>) =>
  ({ filename: "gate.jpg", size: 200, kind: "IMAGE", failure: null, ...change }) as AssetCard;
const work = { step: "1080p", done: 43, total: 100, unit: "%", etaSeconds: 20, since: 0 };

describe("the state of a card", () => {
  it("is the file's own until its bytes are kept", () => {
    const sending = { ...chosen({ file, ratio: 1.5 }, 1), phase: "sending" as const, sent: 50 };
    expect(cardState(sending, asset({ status: "UPLOADING" }), undefined, 0)).toMatchObject({
      status: "UPLOADING",
      share: 0.25,
    });
    expect(cardState(chosen({ file, ratio: 1.5 }, 1), undefined, undefined, 0)).toMatchObject({
      status: "CHOSEN",
      name: "gate.jpg",
      kind: "IMAGE",
    });
  });

  it("is the asset's from then on", () => {
    const stored = { ...chosen({ file, ratio: 1.5 }, 1), phase: "stored" as const };
    expect(cardState(stored, asset({ status: "PROCESSING" }), undefined, 0)).toMatchObject({
      status: "PROCESSING",
      line: null,
    });
    expect(cardState(stored, asset({ status: "READY" }), undefined, 0).status).toBe("READY");
  });

  it("speaks of work only when it takes long", () => {
    const processing = asset({ status: "PROCESSING" });
    expect(cardState(undefined, processing, work, 1000).line).toBeNull();
    expect(cardState(undefined, processing, work, 3000).line).toBe("1080p 43 %, about 20 s left");
  });

  it("offers to try again only where it can help", () => {
    const failure = { code: "X", message: "Cut off.", retryable: false, at: "" };
    expect(cardState(undefined, asset({ status: "FAILED", failure }), undefined, 0)).toMatchObject({
      line: "Cut off.",
      retry: null,
    });
    const passing = { ...failure, retryable: true };
    expect(cardState(undefined, asset({ status: "FAILED", failure: passing }), undefined, 0).retry).toBe("processing");
    const refused = { ...chosen({ file, ratio: null }, 1), phase: "refused" as const, reason: "Empty." };
    expect(cardState(refused, undefined, undefined, 0)).toMatchObject({
      status: "FAILED",
      line: "Empty.",
      retry: "upload",
    });
  });
});
