import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Zoom } from "./use-zoom";
import { onViewerKey, type TakeKeys } from "./viewer-keys";

class Field {
  type = "text";
}

class LongField {
  rows = 3;
}

beforeEach(() => {
  vi.stubGlobal("document", { querySelector: () => null, fullscreenElement: null });
  vi.stubGlobal("HTMLInputElement", Field);
  vi.stubGlobal("HTMLTextAreaElement", LongField);
});
afterEach(() => vi.unstubAllGlobals());

function pressed(key: string, parts: { take?: TakeKeys; scale?: number; shiftKey?: boolean; target?: unknown } = {}) {
  const zoom = { hold: { scale: parts.scale ?? 1, x: 0, y: 0 }, reset: vi.fn(), panBy: vi.fn(), toggle: vi.fn() };
  const [onGo, onClose, toggleInfo, collect, preventDefault] = [vi.fn(), vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  const event = { key, shiftKey: parts.shiftKey ?? false, target: parts.target ?? null, preventDefault };
  onViewerKey(event as unknown as KeyboardEvent, {
    zoom: zoom as unknown as Zoom,
    take: parts.take ?? null,
    neighbours: { before: "a", after: "b" },
    onGo,
    onClose,
    toggleInfo,
    download: vi.fn(),
    collect,
    remove: vi.fn(),
  });
  return { zoom, onGo, onClose, toggleInfo, collect, preventDefault };
}

describe("the viewer's keys", () => {
  it("lead to the neighbours and back", () => {
    expect(pressed("ArrowRight").onGo).toHaveBeenCalledWith("b");
    expect(pressed("ArrowLeft").onGo).toHaveBeenCalledWith("a");
    expect(pressed("Escape").onClose).toHaveBeenCalled();
  });

  it("pan and let go of a zoomed picture first", () => {
    const { zoom, onGo } = pressed("ArrowRight", { scale: 2 });
    expect(zoom.panBy).toHaveBeenCalledWith(-80, 0);
    expect(onGo).not.toHaveBeenCalled();
    expect(pressed("Escape", { scale: 2 }).onClose).not.toHaveBeenCalled();
    expect(pressed("ArrowRight", { scale: 2, shiftKey: true }).onGo).toHaveBeenCalledWith("b");
  });

  it("are a player's first", () => {
    const take = (event: KeyboardEvent): boolean => event.key === "ArrowRight";
    const taken = pressed("ArrowRight", { take });
    expect(taken.onGo).not.toHaveBeenCalled();
    expect(taken.preventDefault).toHaveBeenCalled();
    expect(pressed("ArrowLeft", { take }).onGo).toHaveBeenCalledWith("a");
  });

  it("ask for a collection with c, unless a film means its captions", () => {
    expect(pressed("c").collect).toHaveBeenCalled();
    expect(pressed("c", { take: ({ key }) => key === "c" }).collect).not.toHaveBeenCalled();
  });

  it("are letters to somebody who writes", () => {
    const { toggleInfo, preventDefault } = pressed("i", { target: new Field() });
    expect(toggleInfo).not.toHaveBeenCalled();
    expect(preventDefault).not.toHaveBeenCalled();
  });

  it("leave Escape to a browser that shows a film on the whole screen", () => {
    vi.stubGlobal("document", { querySelector: () => null, fullscreenElement: {} });
    expect(pressed("Escape").onClose).not.toHaveBeenCalled();
  });
});
