import { expect, it, vi } from "vitest";
import { RequestFailed } from "@/lib/api/request-failed";
import { deleting } from "./deleting";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);
const deleted = (some: readonly string[]) => some.map((id) => ({ __typename: "DeletedAsset", id }));
const refusal = (code: string) => ({ __typename: "AssetNotFound", code, message: "No." });

const emptied = (count: number, more: boolean) => ({ __typename: "EmptiedTrash", deleted: count, more });

/** Deleting with these answers, and what is told meanwhile. */
function begun(...answers: unknown[]) {
  const ask = vi.fn(() => {
    const answer = answers.shift();
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  const library = { gone: vi.fn(), readAgain: vi.fn() };
  const [trouble, tell, say] = [vi.fn(), vi.fn(), vi.fn()];
  const services = { ask, library, toasts: { say } } as unknown as Parameters<typeof deleting>[0];
  return { ...deleting(services, trouble), ask, library, trouble, tell, say };
}

it("deletes a hundred at a time and says once how many went", async () => {
  const all = ids(230);
  const { deleteForGood, ask, tell, say, trouble } = begun(
    ...[all.slice(0, 100), all.slice(100, 200), all.slice(200)].map((some) => ({ deleteAssets: deleted(some) })),
  );
  await deleteForGood(all, tell);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(tell.mock.calls.flat()).toEqual([100, 200, 230]);
  expect(say.mock.calls).toEqual([["230 items deleted for good."]]);
  expect(trouble).not.toHaveBeenCalled();
});

it("keeps what was refused, and lets go of what somebody else deleted", async () => {
  const answer = [...deleted(["a0"]), refusal("NOT_YOURS"), refusal("ASSET_NOT_FOUND")];
  const { deleteForGood, library, tell, say, trouble } = begun({ deleteAssets: answer });
  await deleteForGood(ids(3), tell);
  expect(library.gone).toHaveBeenCalledWith(["a0", "a2"]);
  expect(say).toHaveBeenCalledWith("2 items deleted for good.");
  expect(trouble).toHaveBeenCalledWith(expect.stringMatching(/^1 item was not deleted: only whoever added it/));
});

it("empties the trash until there is no more", async () => {
  const { emptyTrash, tell, say, library } = begun(
    { emptyTrash: emptied(2000, true) },
    { emptyTrash: emptied(7, false) },
  );
  await emptyTrash(tell);
  expect(tell.mock.calls.flat()).toEqual([2000, 2007]);
  expect(say).toHaveBeenCalledWith("2,007 items deleted for good.");
  expect(library.readAgain).toHaveBeenCalledTimes(1);
});

it("says how far it came when it is cut off", async () => {
  const { emptyTrash, tell, say, trouble, library } = begun(
    { emptyTrash: emptied(2000, true) },
    new RequestFailed("UNREACHABLE"),
  );
  await emptyTrash(tell);
  expect(say).toHaveBeenCalledWith("2,000 items deleted for good.");
  expect(trouble).toHaveBeenCalledTimes(1);
  expect(library.readAgain).toHaveBeenCalledTimes(1);
});

it("says why the trash is not emptied", async () => {
  const { emptyTrash, say, trouble } = begun({ emptyTrash: { __typename: "TrashRefused", message: "Ask the owner." } });
  await emptyTrash(vi.fn());
  expect(trouble).toHaveBeenCalledWith("Ask the owner.");
  expect(say).not.toHaveBeenCalled();
});
