import { describe, expect, it, vi } from "vitest";
import { PageList, type ReadPages } from "./page-list";

/** A server that has made so many pages of a document. */
function server(made: { count: number }): ReadPages {
  return vi.fn<ReadPages>((first, after) => {
    const from = after === null ? 1 : Number(after) + 1;
    const to = Math.min(made.count, from + first - 1);
    const pages = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => page(from + index));
    return Promise.resolve({ pages, cursor: pages.length > 0 ? String(to) : null, more: to < made.count });
  });
}

const page = (number: number) => ({ number, picture: { url: `/p${number}`, width: 1131, height: 1600 } });

describe("the pages of a document", () => {
  it("are read twenty at a time, and only as far as somebody looks", async () => {
    const read = server({ count: 352 });
    const list = new PageList(read);
    await list.want(3);
    await list.want(18);
    expect(read).toHaveBeenCalledTimes(1);
    expect(list.pages.get().size).toBe(20);
    await list.want(21);
    expect(read).toHaveBeenLastCalledWith(20, "20");
    expect(list.pages.get().size).toBe(40);
  });

  it("are read in larger steps for a leap", async () => {
    const read = server({ count: 352 });
    const list = new PageList(read);
    await list.want(352);
    expect(vi.mocked(read).mock.calls.map(([first]) => first)).toEqual([100, 100, 100, 52]);
    expect(list.pages.get().get(352)?.picture.url).toBe("/p352");
  });

  it("are asked for again while they are being made", async () => {
    const made = { count: 8 };
    const list = new PageList(server(made));
    await list.want(30);
    expect(list.pages.get().size).toBe(8);
    made.count = 30;
    await list.want(12);
    expect(list.pages.get().get(12)).toBeDefined();
    expect(list.pages.get().get(28)).toBeDefined();
  });

  it("can be asked for again after nobody answered", async () => {
    const answers = server({ count: 30 });
    let broken = true;
    const list = new PageList((first, after) => (broken ? Promise.reject(new Error("gone")) : answers(first, after)));
    await expect(list.want(5)).rejects.toThrow("gone");
    broken = false;
    await list.want(5);
    expect(list.pages.get().has(5)).toBe(true);
  });
});
