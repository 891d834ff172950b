import type { Neighbours } from "./viewer";
import type { Zoom } from "./use-zoom";

type KeysOf = {
  zoom: Zoom;
  neighbours: Neighbours;
  onGo: (id: string) => void;
  onClose: () => void;
  toggleInfo: () => void;
};

const PAN = 80;

/** Answer keys in the viewer: arrows lead on, or pan once zoomed; + - 0 1 zoom, i informs, Escape goes back. */
export function onViewerKey(event: KeyboardEvent, { zoom, neighbours, onGo, onClose, toggleInfo }: KeysOf): void {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const zoomed = zoom.hold.scale > 1.01;
  const go = (id: string | null): void => {
    if (id !== null) onGo(id);
  };
  const act: Record<string, () => void> = {
    Escape: zoomed ? zoom.reset : onClose,
    ArrowLeft: () => (zoomed ? zoom.panBy(PAN, 0) : go(neighbours.before)),
    ArrowRight: () => (zoomed ? zoom.panBy(-PAN, 0) : go(neighbours.after)),
    ArrowUp: () => zoom.panBy(0, PAN),
    ArrowDown: () => zoom.panBy(0, -PAN),
    "+": () => zoom.zoomBy(1.4),
    "=": () => zoom.zoomBy(1.4),
    "-": () => zoom.zoomBy(1 / 1.4),
    "0": zoom.reset,
    "1": zoom.toggle,
    i: toggleInfo,
  };
  const action = act[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}
