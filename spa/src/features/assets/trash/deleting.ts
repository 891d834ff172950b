import { wordsFor } from "@/lib/api/request-failed";
import type { ResultOf } from "@/lib/api/graphql";
import { count } from "@/lib/format/words";
import type { Services } from "@/lib/services";
import { DeleteAssets, EmptyTrash } from "./operations";
import { refusedWords, type Refusal } from "./words";

/** Hears how many went so far. */
export type Tell = (gone: number) => void;
type Needs = Pick<Services, "ask" | "library" | "toasts">;
type Result = ResultOf<typeof DeleteAssets>["deleteAssets"][number];

// The API takes no more in one request.
const AT_ONCE = 100;

/** Deletes, and returns the words of what was refused; null where nothing was. Throws RequestFailed. */
type Work = (tell: Tell) => Promise<string | null>;

/** Deleting for good what is in the trash; it says at its end how many went, and why others did not. */
export function deleting(services: Needs, trouble: (words: string) => void) {
  const run = async (work: Work, tell: Tell): Promise<void> => {
    let gone = 0;
    const note = (now: number): void => {
      gone = now;
      tell(now);
    };
    const refused = await work(note).catch(wordsFor);
    if (refused !== null) trouble(refused);
    if (gone > 0) services.toasts.say(`${count(gone, "item")} deleted for good.`);
  };
  return {
    deleteForGood: (ids: readonly string[], tell: Tell) => run((note) => deleteInBatches(services, ids, note), tell),
    emptyTrash: (tell: Tell) => run((note) => emptyAll(services, note), tell),
  };
}

async function deleteInBatches({ ask, library }: Needs, ids: readonly string[], tell: Tell): Promise<string | null> {
  const refused: Refusal[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    const { deleteAssets } = await ask(DeleteAssets, { ids: some });
    const stay = deleteAssets.map(refusalOf);
    refused.push(...stay.filter((one) => one !== null));
    library.gone(some.filter((_, index) => stay[index] === null));
    tell(at + some.length - refused.length);
  }
  return refused.length === 0 ? null : refusedWords(refused);
}

/** Null for what is gone; also where somebody else deleted it meanwhile. */
const refusalOf = (result: Result): Refusal | null =>
  result.__typename === "DeletedAsset" || result.code === "ASSET_NOT_FOUND" ? null : result;

/** Ask as often as there is more; then the lists read again what is left. */
async function emptyAll({ ask, library }: Needs, tell: Tell): Promise<string | null> {
  try {
    for (let gone = 0; ;) {
      const { emptyTrash: result } = await ask(EmptyTrash, {});
      if (result.__typename !== "EmptiedTrash") return result.message;
      tell((gone += result.deleted));
      if (!result.more) return null;
    }
  } finally {
    library.readAgain();
  }
}
