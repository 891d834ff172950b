import { describe, expect, it } from "vitest";
import { imageHead } from "@/lib/uploads/image-head";

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
    expect(imageHead(header)).toMatchObject({ width: 1024, height: 768 });
  });

  it("reads JPEG", () => {
    expect(imageHead(bytes([0xff, 0xd8], frame))).toMatchObject({ width: 4320, height: 2880 });
  });

  it("turns a JPEG that its camera marked as turned", () => {
    expect(imageHead(bytes([0xff, 0xd8], exif(6), frame))).toMatchObject({ width: 2880, height: 4320 });
    expect(imageHead(bytes([0xff, 0xd8], exif(3), frame))).toMatchObject({ width: 4320, height: 2880 });
  });

  it("finds the small picture a camera left, by its place in the file", () => {
    // Two directories, big-endian: an orientation, then where the thumbnail lies and how long it is.
    const entry = (tag: number, type: number, value: number[]) => [tag >> 8, tag & 255, 0, type, 0, 0, 0, 1, ...value];
    const tiff = [
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
      ...entry(0x0112, 3, [0, 8, 0, 0]),
      0,
      0,
      0,
      26,
      0,
      2,
      ...entry(0x0201, 4, [0, 0, 0, 56]),
      ...entry(0x0202, 4, [0, 0, 0, 4]),
      0,
      0,
      0,
      0,
      1,
      2,
      3,
      4,
    ];
    const block = [0xff, 0xe1, 0, tiff.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
    const head = imageHead(bytes([0xff, 0xd8], block, frame));
    expect(head).toMatchObject({
      width: 2880,
      height: 4320,
      exif: { orientation: 8, thumbnail: { start: 68, end: 72 } },
    });
  });

  it("does not guess from text, nothing, or a header cut short", () => {
    expect(imageHead(bytes("just some words in a file"))).toBeNull();
    expect(imageHead(new Uint8Array())).toBeNull();
    expect(imageHead(bytes([0xff, 0xd8, 0xff]))).toBeNull();
  });
});
