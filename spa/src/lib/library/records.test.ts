import { describe, expect, it } from "vitest";
import { Records } from "@/lib/library/records";

const row = (revision: number, title = "a") => ({ id: "x", revision, title });

describe("records", () => {
  it("ignores an event whose revision is already known", () => {
    const records = new Records<ReturnType<typeof row>>();
    expect(records.follow(row(2))).toBe(true);
    expect(records.follow(row(2, "late"))).toBe(false);
    expect(records.follow(row(1, "older"))).toBe(false);
    expect(records.get("x")?.title).toBe("a");
  });

  it("lets a read repeat the known revision, never go back", () => {
    const records = new Records<ReturnType<typeof row>>();
    records.follow(row(3));
    expect(records.read(row(3, "fresh"))).toBe(true);
    expect(records.read(row(2, "stale"))).toBe(false);
    expect(records.get("x")?.title).toBe("fresh");
  });

  it("does not bring back what was removed", () => {
    const records = new Records<ReturnType<typeof row>>();
    records.follow(row(3));
    records.remove("x", 4);
    expect(records.read(row(3))).toBe(false);
    expect(records.get("x")).toBeUndefined();
  });

  it("tells only the listeners of the row that changed", () => {
    const records = new Records<ReturnType<typeof row>>();
    const heard: string[] = [];
    records.rows.listen("x", () => heard.push("x"));
    records.rows.listen("y", () => heard.push("y"));
    records.follow(row(1));
    expect(heard).toEqual(["x"]);
  });
});
