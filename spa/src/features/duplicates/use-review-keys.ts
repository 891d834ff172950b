import { useEffect } from "react";
import type { Group } from "./operations";

type Review = {
  choose: (group: Group, id: string) => void;
  keep: (group: Group) => void;
  keepAll: (group: Group) => void;
};

/** What a key means for a group: 1 to 9 choose, Enter keeps the chosen one, k keeps all. */
export function reviewKey(key: string, group: Group, { choose, keep, keepAll }: Review): (() => void) | null {
  const asset = /^[1-9]$/.test(key) ? group.assets[Number(key) - 1] : undefined;
  if (asset) return () => choose(group, asset.id);
  if (key === "Enter") return () => keep(group);
  return key === "k" || key === "K" ? () => keepAll(group) : null;
}

/** Keys act on the group that holds the focus, or else on the first one. */
export function useReviewKeys(groups: readonly Group[] | null, review: Review): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], [role=menu]")) return;
      // A button or a link answers Enter itself.
      if (event.key === "Enter" && target instanceof HTMLElement && target.closest("button, a")) return;
      const id = target instanceof HTMLElement ? target.closest("[data-group]")?.getAttribute("data-group") : null;
      const group = groups?.find((one) => one.id === id) ?? groups?.[0];
      const act = group && reviewKey(event.key, group, review);
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
}
