import { describe, expect, it } from "vitest";
import type { AssetDetail } from "@/features/assets/viewer/asset-detail";
import { captureFacts, codecName, exposureWords, placeWords, streamFacts } from "./facts";

const exposure = { aperture: 2.8, seconds: 0.004, iso: 1600, focalLength: 50, focalLengthIn35mm: 75 };
const asset = (parts: object, metadata: object) => ({ kind: "VIDEO", title: "a", ...parts, metadata }) as AssetDetail;

describe("what a file says of itself, in words", () => {
  it("exposes like a camera's display", () => {
    expect(exposureWords(exposure)).toBe("1/250 s, f/2.8, ISO 1,600");
    expect(exposureWords({ ...exposure, seconds: 1.3, aperture: null, iso: null })).toBe("1.3 s");
    expect(exposureWords({ ...exposure, seconds: 1 / 3, aperture: 8, iso: null })).toBe("0.33 s, f/8");
  });

  it("knows north from south", () => {
    expect(placeWords({ latitude: 47.376944, longitude: 8.5417 })).toBe("47.37694° N, 8.54170° E");
    expect(placeWords({ latitude: -33.5, longitude: -70.25 })).toBe("33.50000° S, 70.25000° W");
  });

  it("says the view of a small sensor", () => {
    const facts = captureFacts(asset({ capturedAt: null }, { camera: null, lens: null, place: null, exposure }));
    expect(facts).toContainEqual({ name: "Focal length", words: "50 mm", aside: "75 mm equivalent" });
  });

  it("names codecs as people do", () => {
    expect(["h264", "pcm_s16le", "opus", "wmav2"].map(codecName)).toEqual(["H.264", "PCM", "Opus", "WMAV2"]);
  });

  it("describes film and sound", () => {
    const film = {
      videoCodec: "h264",
      audioCodec: "aac",
      frameRate: 29.97003,
      bitRate: 4_512_000,
      rotation: 90,
      channels: 2,
      sampleRate: 44_100,
    };
    expect(streamFacts(asset({}, film)).map(({ words, aside }) => [words, aside])).toEqual([
      ["H.264", undefined],
      ["29.97 a second", undefined],
      ["AAC", "stereo, 44.1 kHz"],
      ["4.51 Mbit/s", undefined],
      ["90° clockwise", undefined],
    ]);
    const silent = { ...film, audioCodec: null, rotation: 0 };
    expect(streamFacts(asset({}, silent))).toContainEqual({ name: "Sound", words: "None", aside: undefined });
    expect(streamFacts(asset({ kind: "IMAGE" }, film))).toEqual([]);
  });
});
