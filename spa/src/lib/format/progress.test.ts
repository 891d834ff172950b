import { expect, it } from "vitest";
import { progressWords } from "@/lib/format/progress";

it("says the step, how much of it, and about how long it still takes", () => {
  const film = { step: "film", done: 43.7, total: 100, unit: "seconds", etaSeconds: 20 };
  expect(progressWords(film)).toBe("Film sizes 43 %, about 20 s left");
  expect(progressWords({ ...film, etaSeconds: null })).toBe("Film sizes 43 %");
});

it("says no percentage where only steps are counted", () => {
  expect(progressWords({ step: "thumbnail", done: 1, total: 3, unit: "steps", etaSeconds: null })).toBe(
    "First picture",
  );
});

it("says a step it does not know as a word", () => {
  expect(progressWords({ step: "upscale", done: 1, total: 4, unit: "parts", etaSeconds: null })).toBe("Upscale 25 %");
});
