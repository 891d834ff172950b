import { describe, expect, it } from "vitest";
import { imageSize } from "@/lib/uploads/image-size";

const bytes = (...parts: (number[] | string)[]) =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === "string" ? Array.from(part, (char) => char.charCodeAt(0)) : part)),
  );

const frame = [0xff, 0xc0, 0, 17, 8, 0x0b, 0x40, 0x10, 0xe0, 3];
const exif = (orientation: number) => [
  0xff,
  0xe1,
  0,
  34,
  0x45,
  0x78,
  0x69,
  0x66,
  0,
  0,
  0x4d,
  0x4d,
  0,
  42,
  0,
  0,
  0,
  8,
  0,
  1,
  0x01,
  0x12,
  0,
  3,
  0,
  0,
  0,
  1,
  0,
  orientation,
  0,
  0,
  0,
  0,
  0,
  0,
];

describe("image size from a file's first bytes", () => {
  it("reads PNG", () => {
    const header = bytes([0x89], "PNG", [13, 10, 26, 10, 0, 0, 0, 13], "IHDR", [0, 0, 4, 0, 0, 0, 3, 0]);
    expect(imageSize(header)).toEqual({ width: 1024, height: 768 });
  });

  it("reads JPEG", () => {
    expect(imageSize(bytes([0xff, 0xd8], frame))).toEqual({ width: 4320, height: 2880 });
  });

  it("turns a JPEG that its camera marked as turned", () => {
    expect(imageSize(bytes([0xff, 0xd8], exif(6), frame))).toEqual({ width: 2880, height: 4320 });
    expect(imageSize(bytes([0xff, 0xd8], exif(3), frame))).toEqual({ width: 4320, height: 2880 });
  });

  it("does not guess from text, nothing, or a header cut short", () => {
    expect(imageSize(bytes("just some words in a file"))).toBeNull();
    expect(imageSize(new Uint8Array())).toBeNull();
    expect(imageSize(bytes([0xff, 0xd8, 0xff]))).toBeNull();
  });
});
