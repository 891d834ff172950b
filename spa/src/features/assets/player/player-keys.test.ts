import { describe, expect, it } from "vitest";
import { commandFor, nextSpeed } from "./player-keys";

const film = { begun: true, picture: true, onButton: false };
const press = (key: string, shiftKey = false) => ({ key, shiftKey });

describe("the keys of a player", () => {
  it("are those people know", () => {
    expect(commandFor(press(" "), film)).toEqual({ do: "toggle" });
    expect(commandFor(press("k"), film)).toEqual({ do: "toggle" });
    expect(commandFor(press("j"), film)).toEqual({ do: "seek-by", seconds: -10 });
    expect(commandFor(press("L"), film)).toEqual({ do: "seek-by", seconds: 10 });
    expect(commandFor(press("ArrowRight"), film)).toEqual({ do: "seek-by", seconds: 5 });
    expect(commandFor(press("7"), film)).toEqual({ do: "seek-to", share: 0.7 });
    expect(commandFor(press(">", true), film)).toEqual({ do: "speed", step: 1 });
    expect(commandFor(press("f"), film)).toEqual({ do: "full-screen" });
    expect(commandFor(press("."), film)).toEqual({ do: "frame", step: 1 });
  });

  it("leave arrows to the viewer until something plays", () => {
    const resting = { ...film, begun: false };
    expect(commandFor(press("ArrowRight"), resting)).toBeNull();
    expect(commandFor(press("ArrowUp"), resting)).toBeNull();
    expect(commandFor(press(" "), resting)).toEqual({ do: "toggle" });
  });

  it("leave Shift with arrows, Escape and i to the viewer", () => {
    expect(commandFor(press("ArrowLeft", true), film)).toBeNull();
    expect(commandFor(press("Escape"), film)).toBeNull();
    expect(commandFor(press("i"), film)).toBeNull();
    expect(commandFor(press("+"), film)).toBeNull();
  });

  it("leave Space to a focused button", () => {
    expect(commandFor(press(" "), { ...film, onButton: true })).toBeNull();
    expect(commandFor(press("k"), { ...film, onButton: true })).toEqual({ do: "toggle" });
  });

  it("do nothing with a picture where there is none", () => {
    const sound = { ...film, picture: false };
    expect(commandFor(press("f"), sound)).toBeNull();
    expect(commandFor(press(","), sound)).toBeNull();
    expect(commandFor(press("m"), sound)).toEqual({ do: "mute" });
  });

  it("step through the speeds and stop at the ends", () => {
    expect(nextSpeed(1, 1)).toBe(1.25);
    expect(nextSpeed(1, -1)).toBe(0.75);
    expect(nextSpeed(2, 1)).toBe(2);
    expect(nextSpeed(0.5, -1)).toBe(0.5);
    expect(nextSpeed(1.1, 1)).toBe(1.25);
  });
});
