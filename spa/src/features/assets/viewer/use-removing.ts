import type { RoomProps } from "./viewer";

/** Move what is shown into the trash, or out of it, and go on to the next; the last one leads back to the grid. */
export function useRemoving({ card, neighbours, actions, onGo, onClose }: RoomProps): () => void {
  return () => {
    const next = neighbours.after ?? neighbours.before;
    // In the grid of the trash what is restored leaves; opened from elsewhere it stays in sight.
    if (next !== null) onGo(next);
    else if (card.trashedAt === null) onClose();
    void (card.trashedAt === null ? actions.trash([card.id]) : actions.restore([card.id]));
  };
}

/** Ask whether what is in the trash goes for good, and go on to the next as it does; the last one leads back to the grid. */
export function useDeleting({ card, neighbours, actions, onGo, onClose }: RoomProps): () => void {
  const next = neighbours.after ?? neighbours.before;
  return () => actions.askDelete([card.id], () => (next === null ? onClose() : onGo(next)));
}
