import { expect, it } from "vitest";
import { estimatedHeight } from "@/lib/layout/justified-rows";
import { reachableHeight } from "./reach";

it("keeps the height that was chosen while everything can be reached", () => {
  expect(reachableHeight(100_000, 1280, 220, 6, 31_000_000)).toBe(220);
});

it.each([500_000, 2_000_000])("makes rows lower until the last of %i cards can be reached", (count) => {
  const height = reachableHeight(count, 980, 220, 6, 31_000_000);
  expect(height).toBeLessThan(220);
  expect(estimatedHeight(count, 980, height, 6)).toBeLessThanOrEqual(31_000_000);
});
