import { useCallback, useMemo, useState } from "react";

export type Selection = {
  keys: ReadonlySet<string>;
  select: (key: string, how: "only" | "toggle" | "range") => void;
  clear: () => void;
};

type Selected = { keys: ReadonlySet<string>; anchor: string | null };

const NOTHING: Selected = { keys: new Set(), anchor: null };

/** Which cards are selected; a range runs from the last one touched, in the order `order` tells. */
export function useSelection(order: () => Iterable<string>): Selection {
  const [{ keys }, setState] = useState<Selected>(NOTHING);
  const select = useCallback(
    (key: string, how: "only" | "toggle" | "range") => setState((known) => selectedNext(known, key, how, order)),
    [order],
  );
  const clear = useCallback(() => setState(NOTHING), []);
  return useMemo(() => ({ keys, select, clear }), [keys, select, clear]);
}

function selectedNext(
  { keys, anchor }: Selected,
  key: string,
  how: "only" | "toggle" | "range",
  order: () => Iterable<string>,
): Selected {
  if (how === "range" && anchor !== null) return { anchor, keys: new Set([...keys, ...between(order(), anchor, key)]) };
  return { anchor: key, keys: how === "only" ? new Set([key]) : toggled(keys, key) };
}

function toggled(known: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(known);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** The keys from one to the other, both included, whichever comes first. */
export function between(order: Iterable<string>, one: string, other: string): string[] {
  const found: string[] = [];
  for (const key of order) {
    const edge = key === one || key === other;
    if (edge || found.length > 0) found.push(key);
    if (edge && (found.length > 1 || one === other)) return found;
  }
  return [other];
}
