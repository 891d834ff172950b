import { expect, it } from "vitest";
import type { AssetEvent } from "@/lib/api/live";
import type { AssetCard } from "@/lib/library/asset-card";
import { Library } from "@/lib/library/library";

const card = (revision: number, trashedAt: string | null) =>
  ({ id: "a", revision, status: "READY", trashedAt }) as AssetCard;
const event = (kind: AssetEvent["kind"], asset: AssetCard): AssetEvent => ({
  cursor: "1-0",
  kind,
  assetId: asset.id,
  revision: asset.revision,
  asset: kind === "REMOVED" ? null : asset,
  progress: null,
});

it("still knows what is in the trash, and takes it back", () => {
  const library = new Library();
  library.receive(event("CREATED", card(1, null)));
  library.receive(event("TRASHED", card(2, "2026-11-21T12:00:00Z")));
  expect(library.assets.get("a")?.trashedAt).not.toBeNull();
  expect(library.assets.read(card(2, "2026-11-21T12:00:00Z"))).toBe(true);
  library.receive(event("RESTORED", card(3, null)));
  expect(library.assets.get("a")).toMatchObject({ revision: 3, trashedAt: null });
});

it("forgets what was removed for good", () => {
  const library = new Library();
  library.receive(event("CREATED", card(1, null)));
  library.receive(event("REMOVED", card(2, null)));
  expect(library.assets.read(card(2, null))).toBe(false);
  expect(library.assets.get("a")).toBeUndefined();
});

it("tells the lists what an answer moved, before the stream does", () => {
  const library = new Library();
  const heard: string[] = [];
  library.listen(({ kind, assetId }) => heard.push(`${kind} ${assetId}`));
  library.moved([card(2, "2026-11-21T12:00:00Z")]);
  library.moved([card(3, null)]);
  expect(heard).toEqual(["TRASHED a", "RESTORED a"]);
  expect(library.assets.get("a")?.revision).toBe(3);
});

it("lets go of what an answer says is gone, once", () => {
  const library = new Library();
  const heard: string[] = [];
  library.receive(event("CREATED", card(1, null)));
  library.listen(({ kind, assetId }) => heard.push(`${kind} ${assetId}`));
  library.gone(["a"]);
  library.gone(["a"]);
  expect(heard).toEqual(["REMOVED a"]);
  expect(library.assets.read(card(2, null))).toBe(false);
});
