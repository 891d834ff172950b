import { describe, expect, it } from "vitest";
import { failingOf, recover, WELL, type Happening, type Health, type Remedy } from "./recovery";

/** Let things happen one after the other; what was done about each, and how it ended. */
function after(happenings: Happening[], hasPlainFile = true): { done: Remedy["do"][]; health: Health } {
  const done: Remedy["do"][] = [];
  let health = WELL;
  for (const happening of happenings) {
    const [next, remedy] = recover(health, happening, hasPlainFile);
    health = next;
    done.push(remedy.do);
  }
  return { done, health };
}

describe("a player in trouble", () => {
  it("waits longer each time nobody answers, and never gives up", () => {
    let health = WELL;
    const waits = Array.from({ length: 6 }, () => {
      const [next, remedy] = recover(health, "unreachable", true);
      health = next;
      return remedy.do === "wait" ? remedy.wait : null;
    });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
    expect(health.phase).toBe("waiting");
    expect(recover(health, "went-on", true)[0]).toEqual(WELL);
  });

  it("asks for a fresh address when it is not let in, and goes on", () => {
    const { done, health } = after(["refused", "renewed", "went-on"]);
    expect(done).toEqual(["renew", "reopen", "nothing"]);
    expect(health).toEqual(WELL);
  });

  it("asks once, not in a circle", () => {
    const { done, health } = after(["refused", "renewed", "refused"]);
    expect(done).toEqual(["renew", "reopen", "nothing"]);
    expect(health).toMatchObject({ phase: "stopped" });
    expect(health.words).toContain("signed in");
  });

  it("asks again when the connection was lost while it asked", () => {
    expect(after(["refused", "unreachable", "refused"]).done).toEqual(["renew", "wait", "renew"]);
  });

  it("does not ask twice at the same time", () => {
    expect(after(["refused", "refused", "missing"]).done).toEqual(["renew", "nothing", "nothing"]);
  });

  it("repairs, then takes the plain file, then says that it cannot", () => {
    const { done, health } = after(["undecodable", "undecodable", "undecodable"]);
    expect(done).toEqual(["repair", "plain-file", "nothing"]);
    expect(health.phase).toBe("stopped");
    expect(after(["undecodable", "undecodable"], false).health.phase).toBe("stopped");
  });

  it("starts anew when a person asks for it", () => {
    const { done, health } = after(["missing", "renewed", "missing", "unreachable", "retry"]);
    expect(done).toEqual(["renew", "reopen", "nothing", "nothing", "reopen"]);
    expect(health).toEqual(WELL);
  });

  it("tells the kinds of failing apart by what was answered", () => {
    expect([401, 403, 404, 503, 0, null].map(failingOf)).toEqual([
      "refused",
      "refused",
      "missing",
      "unreachable",
      "unreachable",
      "unreachable",
    ]);
  });
});
