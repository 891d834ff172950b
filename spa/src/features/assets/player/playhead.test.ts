import { describe, expect, it } from "vitest";
import { stateOf } from "./playhead";

const element = (parts: Partial<HTMLMediaElement>): HTMLMediaElement =>
  ({
    paused: true,
    ended: false,
    seeking: false,
    currentTime: 0,
    readyState: 0,
    duration: NaN,
    ...parts,
  }) as HTMLMediaElement;

describe("what a media element is doing", () => {
  it("has the known length, whatever the element says", () => {
    expect(stateOf(element({}), 12.5, null).duration).toBe(12.5);
    expect(stateOf(element({ duration: 10 }), 12.5, null).duration).toBe(12.5);
    expect(stateOf(element({ duration: 10 }), 0, null).duration).toBe(10);
    expect(stateOf(element({}), 0, null).duration).toBe(0);
  });

  it("keeps its poster until it was asked to play", () => {
    expect(stateOf(element({ readyState: 4 }), 1, null)).toMatchObject({ begun: false, drawn: false });
    expect(stateOf(element({ readyState: 4, paused: false }), 1, null)).toMatchObject({ begun: true, drawn: true });
  });

  it("keeps its picture while it looks for another place", () => {
    const playing = stateOf(element({ readyState: 4, paused: false }), 1, null);
    expect(stateOf(element({ readyState: 1, paused: false, currentTime: 9 }), 1, playing)).toMatchObject({
      drawn: true,
      stalled: true,
    });
  });

  it("stalls only when it would play", () => {
    expect(stateOf(element({ readyState: 1, paused: true }), 1, null).stalled).toBe(false);
    expect(stateOf(element({ readyState: 2, paused: false }), 1, null).stalled).toBe(true);
    expect(stateOf(element({ readyState: 2, paused: false, ended: true }), 1, null).stalled).toBe(false);
  });
});
