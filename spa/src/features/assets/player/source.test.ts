import { describe, expect, it } from "vitest";
import { qualityName, sourceOf } from "./source";

const whole = {
  hls: "/media/a/hls.m3u8",
  files: [
    { url: "/media/a/film-1080p.mp4", width: 1920, height: 1080 },
    { url: "/media/a/film-720p.mp4", width: 1280, height: 720 },
  ],
};
const chromium = { mediaSource: true, nativeHls: true, apple: false };
const safari = { mediaSource: true, nativeHls: true, apple: true };

describe("the way a film is played", () => {
  it("is hls.js wherever media sources are, but Safari's own in Safari", () => {
    expect(sourceOf(whole, chromium)?.by).toBe("hls.js");
    expect(sourceOf(whole, safari)?.by).toBe("browser");
    expect(sourceOf(whole, { mediaSource: false, nativeHls: true, apple: false })?.by).toBe("browser");
  });

  it("is the largest file where there is no streaming, or when that did not work out", () => {
    const file = { by: "file", url: "/media/a/film-1080p.mp4" };
    expect(sourceOf(whole, { mediaSource: false, nativeHls: false, apple: false })).toEqual(file);
    expect(sourceOf(whole, chromium, true)).toEqual(file);
    expect(sourceOf({ ...whole, hls: null }, chromium)).toEqual(file);
  });

  it("is none until something is made", () => {
    expect(sourceOf({ hls: null, files: [] }, chromium)).toBeNull();
  });

  it("names qualities by the box they fill", () => {
    expect(qualityName(1920, 1080)).toBe("1080p");
    expect(qualityName(1920, 800)).toBe("1080p");
    expect(qualityName(1080, 1920)).toBe("1080p");
    expect(qualityName(1440, 1080)).toBe("1080p");
    expect(qualityName(1280, 720)).toBe("720p");
    expect(qualityName(640, 480)).toBe("480p");
  });
});
