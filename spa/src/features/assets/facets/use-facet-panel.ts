import { useState, useSyncExternalStore } from "react";

const KEPT = "vitrine-filters-open";
/** From this width on there is room for the panel beside the grid. */
const ROOMY = "(min-width: 1100px)";

/** Whether the filters are open, and where. Beside the grid they stay open from visit to visit, in front of it they do not. */
export function useFacetPanel() {
  const beside = useSyncExternalStore(listenToWidth, () => matchMedia(ROOMY).matches);
  const [panel, setPanel] = useState(() => localStorage.getItem(KEPT) === "1");
  const [sheet, setSheet] = useState(false);
  const open = beside ? panel : sheet;
  const set = (next: boolean): void => {
    if (!beside) return setSheet(next);
    localStorage.setItem(KEPT, next ? "1" : "0");
    setPanel(next);
  };
  return { open, beside, toggle: () => set(!open), close: () => set(false) };
}

function listenToWidth(listener: () => void): () => void {
  const media = matchMedia(ROOMY);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}
