import { describe, expect, it } from "vitest";
import { fileMark } from "@/lib/uploads/file-mark";

const SIZE = 17 * 1024 * 1024;
const file = (change?: { at: number }, name = "film.mp4", lastModified = 1) => {
  const bytes = new Uint8Array(SIZE).fill(7);
  if (change) bytes[change.at] = 8;
  return new File([bytes], name, { lastModified });
};

describe("recognising a large file", () => {
  it("takes no notice of its date", async () => {
    expect(await fileMark(file(undefined, "film.mp4", 1))).toBe(await fileMark(file(undefined, "film.mp4", 2)));
    expect(await fileMark(file())).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([0, SIZE / 2, SIZE - 1])("tells files apart that differ at byte %d", async (at) => {
    expect(await fileMark(file({ at }))).not.toBe(await fileMark(file()));
  });

  it("tells files of different names or sizes apart", async () => {
    const marks = await Promise.all(
      [file(), file(undefined, "b.mp4"), new File([new Uint8Array(SIZE + 1)], "film.mp4")].map(fileMark),
    );
    expect(new Set(marks).size).toBe(3);
  });

  it("leaves small files alone", async () => {
    expect(await fileMark(new File(["abc"], "small.jpg"))).toBeNull();
  });
});
