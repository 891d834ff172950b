import { describe, expect, it } from "vitest";
import { preparationOf } from "./preparation";

const job = (parts: object) => ({ id: "1", kind: "films.ladder", state: "QUEUED", progress: null, ...parts }) as never;
const progress = { step: "1080p", done: 43, total: 100, etaSeconds: 20.4 };

describe("what is said of a file in preparation", () => {
  it("is the step, how far it is, and how long it takes", () => {
    expect(preparationOf(progress, [])).toEqual({ words: "1080p 43 %, about 20 s left", share: 0.43 });
    expect(preparationOf({ ...progress, etaSeconds: null }, [])).toEqual({ words: "1080p 43 %", share: 0.43 });
  });

  it("is read from the jobs until something is heard", () => {
    expect(preparationOf(undefined, [job({ state: "RUNNING", progress })]).words).toBe("1080p 43 %, about 20 s left");
    expect(preparationOf(undefined, [job({ state: "DONE" }), job({})]).words).toBe("Waiting for its turn");
    expect(preparationOf(undefined, [job({ state: "RETRYING" })]).words).toContain("tried again");
    expect(preparationOf(undefined, [job({ state: "RUNNING" })]).words).toBe("Being prepared");
  });

  it("never says that more than all is done", () => {
    expect(preparationOf({ ...progress, done: 104 }, []).share).toBe(1);
    expect(preparationOf({ ...progress, total: 0 }, []).share).toBeNull();
  });
});
