import { addToCollection, removeFromCollection } from "@/lib/collections/membership";
import { count } from "@/lib/format/words";
import type { Library } from "@/lib/library/library";
import type { Services } from "@/lib/services";

/** A collection that something goes into. */
export type Target = { id: string; name: string };

/** The collections that assets were in, by asset: what an undo goes back to. */
export type Before = ReadonlyMap<string, readonly string[]>;

/** Note where assets are, as far as this browser knows. */
export const placesOf = ({ assets }: Library, ids: readonly string[]): Before =>
  new Map(ids.map((id) => [id, assets.get(id)?.collections.map((one) => one.id) ?? []]));

/** Those that are known to be in a collection. */
export const thoseIn = (before: Before, ids: readonly string[], collection: string): string[] =>
  ids.filter((id) => before.get(id)?.includes(collection));

/** What stands between assets and the collection they shall go into. */
export function questionWords(inOther: number, all: number, other: string | null): string {
  const name = other === null ? "another collection" : `“${other}”`;
  const these =
    all === 1 ? "It is" : inOther === 0 || inOther === all ? "They are" : count(inOther, "of them is", "of them are");
  return `${these} in ${name} already, and an item can be in only one such collection.`;
}

/** Say what went into a collection, and how it comes out again; `moved` where it left another one. */
export function tell(
  services: Services,
  target: Target,
  taken: readonly string[],
  before: Before,
  moved: boolean,
): void {
  const fresh = taken.filter((id) => !before.get(id)?.includes(target.id));
  if (taken.length === 0) return;
  if (fresh.length === 0) return services.toasts.say(`Already in ${target.name}.`);
  const words = `${count(fresh.length, "item")} ${moved ? "moved" : "added"} to ${target.name}.`;
  services.toasts.say(words, () => takeBack(services, target, fresh, moved ? before : new Map()));
}

/** Out of the collection again, and back to where each was. */
async function takeBack(services: Services, target: Target, ids: readonly string[], before: Before): Promise<void> {
  try {
    const { refused } = await removeFromCollection(services, target.id, ids);
    if (refused) return services.toasts.say(refused.message);
    for (const [collection, some] of byCollection(before, ids)) {
      const back = await addToCollection(services, collection, some);
      if (back.refused) return services.toasts.say(back.refused.message);
    }
  } catch {
    services.toasts.say(`This could not be undone just now: ${target.name} still has them.`);
  }
}

/** Assets by the collection they were in. */
export function byCollection(before: Before, ids: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const id of ids) {
    for (const collection of before.get(id) ?? []) found.set(collection, [...(found.get(collection) ?? []), id]);
  }
  return found;
}
