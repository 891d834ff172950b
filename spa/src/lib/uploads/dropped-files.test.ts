import { describe, expect, it } from "vitest";
import { filesIn } from "@/lib/uploads/dropped-files";

const file = (path: string) => ({
  isFile: true,
  name: path.split("/").at(-1),
  fullPath: path,
  file: (resolve: (file: File) => void) => resolve(new File(["x"], path.split("/").at(-1) ?? "")),
});

/** A folder whose entries come one by one, in the order given, as a disk has them. */
function folder(path: string, children: unknown[]) {
  const left = [...children];
  const readEntries = (resolve: (batch: unknown[]) => void): void => resolve(left.splice(0, 1));
  return { isFile: false, name: path.split("/").at(-1), fullPath: path, createReader: () => ({ readEntries }) };
}

const dropped = (...entries: unknown[]) =>
  ({
    items: entries.map((entry) => ({ kind: "file", webkitGetAsEntry: () => entry })),
    files: [],
  }) as unknown as DataTransfer;

describe("dropped files", () => {
  it("come with their folders, in the order of their names, without litter", async () => {
    const day = folder("/Trip/Day 1", [
      file("/Trip/Day 1/10.jpg"),
      file("/Trip/Day 1/.DS_Store"),
      file("/Trip/Day 1/2.jpg"),
    ]);
    const found = await filesIn(dropped(folder("/Trip", [file("/Trip/z.jpg"), day]), file("/alone.jpg")));
    expect(found.map(({ file: { name }, folder: place }) => [name, place])).toEqual([
      ["2.jpg", "Trip/Day 1"],
      ["10.jpg", "Trip/Day 1"],
      ["z.jpg", "Trip"],
      ["alone.jpg", null],
    ]);
  });
});
