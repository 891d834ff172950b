import { describe, expect, it, vi } from "vitest";
import { hex, sha256Of } from "@/lib/uploads/sha256";

const byNode = async (blob: Blob) =>
  hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
const MIB = 1024 * 1024;

describe("the hash of a file", () => {
  it("is what everybody computes", async () => {
    expect(await sha256Of(new Blob(["abc"]))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(await sha256Of(new Blob([]))).toMatch(/^e3b0c442/);
  });

  it("is the same for a large file, which is read bit by bit", async () => {
    const blob = new Blob([new Uint8Array(33 * MIB).map((_, at) => at % 251), "end"]);
    expect(await sha256Of(blob)).toBe(await byNode(blob));
  });

  it("needs no secure context", async () => {
    const expected = await byNode(new Blob(["abc"]));
    vi.stubGlobal("crypto", {});
    try {
      expect(await sha256Of(new Blob(["abc"]))).toBe(expected);
    } finally {
      vi.unstubAllGlobals();
    }
  });
});
