import { describe, expect, it } from "vitest";
import { amountWords, progressWords, refusedWords, stayWords } from "./words";

const refusal = (code: string) => ({ code, message: "Because." });

describe("the words of the trash", () => {
  it("say how long things stay", () => {
    expect(stayWords(30)).toBe("Deleted for good after 30 days");
    expect(stayWords(1)).toBe("Deleted for good after 1 day");
    expect(stayWords(null)).toBe("Stays here until somebody empties the trash");
  });

  it("say how many, and at least how many", () => {
    expect(amountWords({ value: 1, exact: true })).toBe("1 item");
    expect(amountWords({ value: 1000, exact: false })).toBe("1,000+ items");
  });

  it("say how far it is only where that is known", () => {
    expect(progressWords(0, { value: 12, exact: true })).toBe("Deleting 12 items");
    expect(progressWords(2000, { value: 5000, exact: true })).toBe("2,000 of 5,000 items deleted");
    expect(progressWords(2000, { value: 1000, exact: false })).toBe("2,000 deleted so far");
    expect(progressWords(2000, { value: 1900, exact: true })).toBe("2,000 deleted so far");
  });

  it("sum up what was refused", () => {
    expect(refusedWords([refusal("NOT_YOURS")])).toBe(
      "1 item was not deleted: only whoever added it, or the owner of the library, may do that.",
    );
    expect(refusedWords([refusal("NOT_IN_TRASH"), refusal("ELSE"), refusal("NOT_IN_TRASH")])).toBe(
      "2 items were not deleted: somebody restored them meanwhile. 1 item was not deleted: Because.",
    );
  });
});
