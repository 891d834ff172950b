import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Rechecks } from "./rechecks";

const setUp = () => {
  const looks: string[][] = [];
  const rechecks = new Rechecks((touched) => {
    looks.push([...touched]);
    return Promise.resolve();
  });
  return { rechecks, looks };
};

describe("looking again", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("happens once for many changes, and once more when the index has heard of them", () => {
    const { rechecks, looks } = setUp();
    rechecks.note("a");
    rechecks.note("b");
    vi.advanceTimersByTime(1000);
    expect(looks).toEqual([["a", "b"]]);
    vi.advanceTimersByTime(10_000);
    expect(looks).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
  });

  it("is not put off for ever by changes that go on", () => {
    const { rechecks, looks } = setUp();
    for (let at = 0; at < 20; at++) {
      rechecks.note(`a${at}`);
      vi.advanceTimersByTime(200);
    }
    expect(looks.length).toBeGreaterThanOrEqual(3);
  });

  it("ends with the list", () => {
    const { rechecks, looks } = setUp();
    rechecks.note("a");
    rechecks.stop();
    vi.advanceTimersByTime(10_000);
    expect(looks).toEqual([]);
  });
});
