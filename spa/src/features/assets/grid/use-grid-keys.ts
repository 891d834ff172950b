import type { KeyboardEvent } from "react";
import type { CardActions } from "@/features/assets/card/card";
import { cardAcross, cardBeside, findCard, type GridLayout } from "./grid-layout";

type KeysOf = {
  layout: GridLayout;
  active: string | null;
  move: (key: string) => void;
  quickLook: (key: string) => void;
  escape: () => void;
  actions: CardActions;
};

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 } as const;

/** Answer keys pressed in the grid: arrows move, Shift with them selects, Enter opens, Space looks, x selects, c collects, Delete takes away. */
export function onGridKey(event: KeyboardEvent, { layout, active, move, quickLook, escape, actions }: KeysOf): void {
  if (event.target instanceof HTMLButtonElement || active === null) return;
  const act: Record<string, () => void> = {
    Enter: () => actions.open(active),
    " ": () => quickLook(active),
    x: () => actions.select(active, "toggle"),
    c: () => actions.collect(active),
    Delete: () => actions.remove(active),
    Escape: escape,
  };
  const step = event.key in STEPS ? STEPS[event.key as keyof typeof STEPS] : undefined;
  const action = step === undefined ? act[event.key] : () => stepBy(step);
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action();

  function stepBy(direction: 1 | -1): void {
    const from = findCard(layout, active ?? "");
    if (!from) return;
    const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const next = sideways ? cardBeside(layout, from, direction) : cardAcross(layout, from, direction);
    if (!next) return;
    if (event.shiftKey) selectTo(next.key);
    move(next.key);
  }

  function selectTo(key: string): void {
    if (active !== null) actions.select(active, "range");
    actions.select(key, "range");
  }
}
