import { expect, it, vi } from "vitest";
import type { Group } from "./operations";
import { reviewKey } from "./use-review-keys";

const group = { id: "g", assetCount: 2, assets: [{ id: "one" }, { id: "two" }] } as unknown as Group;

it("chooses by number, keeps with Enter and keeps all with k", () => {
  const review = { choose: vi.fn(), keep: vi.fn(), keepAll: vi.fn() };
  for (const key of ["2", "Enter", "K", "3", "x"]) reviewKey(key, group, review)?.();
  expect(review.choose.mock.calls).toEqual([[group, "two"]]);
  expect(review.keep).toHaveBeenCalledExactlyOnceWith(group);
  expect(review.keepAll).toHaveBeenCalledExactlyOnceWith(group);
});
