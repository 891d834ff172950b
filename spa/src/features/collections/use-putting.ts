import { useState } from "react";
import { wordsFor } from "@/lib/api/request-failed";
import { addToCollection } from "@/lib/collections/membership";
import { useServices, type Services } from "@/lib/services";
import { collectionsChanged } from "./changes";
import { CreateCollection } from "./operations";
import type { Choice } from "./picker-choices";
import { placesOf, tell, thoseIn, type Before, type Target } from "./putting";

/** Some are in another collection, and may be in one such only: what is left to be put, and what went in already. */
export type Question = {
  target: Target;
  other: Target | null;
  rest: readonly string[];
  done: readonly string[];
  before: Before;
  moved: boolean;
};

/** Put assets into what was chosen, ask where something is in the way, and close once all is said. */
export function usePutting(ids: readonly string[], onClose: () => void) {
  const services = useServices();
  const [question, setQuestion] = useState<Question | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const end = ({ target, done, before, moved }: Question): void => {
    onClose();
    tell(services, target, done, before, moved);
  };
  const go = async (from: Question, move: boolean): Promise<void> => {
    const taken = await addToCollection(services, from.target.id, from.rest, move);
    const now = {
      ...from,
      done: [...from.done, ...taken.ids],
      rest: from.rest.slice(taken.ids.length),
      moved: from.moved || move,
    };
    if (!taken.refused) return end(now);
    if (taken.refused.code !== "IN_ANOTHER_COLLECTION") return setTrouble(taken.refused.message);
    setQuestion({ ...now, other: taken.refused.collection });
  };
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    await work().catch((error: unknown) => setTrouble(wordsFor(error)));
    setBusy(false);
  };
  const choose = (choice: Choice): void =>
    void run(async () => {
      const target = choice.kind === "there" ? choice.collection : await make(services, choice.name);
      if (typeof target === "string") return setTrouble(target);
      const before = placesOf(services.library, ids);
      await go({ target, other: null, rest: ids, done: [], before, moved: false }, false);
    });
  const move = (asked: Question): void => void run(() => go(asked, true));
  /** What is in the other collection stays there; the others go in. */
  const leave = (asked: Question): void => {
    const stay = new Set(asked.other ? thoseIn(asked.before, asked.rest, asked.other.id) : []);
    const rest = asked.rest.filter((id) => !stay.has(id));
    if (stay.size === 0 || rest.length === 0) return end(asked);
    setQuestion(null);
    void run(() => go({ ...asked, rest }, false));
  };
  return { choose, move, leave, question, trouble, busy };
}

/** A new collection, or the one that has its name already; words where there can be none. Throws RequestFailed. */
async function make({ ask }: Services, name: string): Promise<Target | string> {
  const { createCollection: result } = await ask(CreateCollection, { input: { name } });
  if (result.__typename === "Collection") {
    collectionsChanged();
    return result;
  }
  return result.code === "NAME_TAKEN" && result.collection ? result.collection : result.message;
}
