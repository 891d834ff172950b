import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

const REST_MS = 2600;

/** Whether the controls are in view: always while nothing plays, else for a moment after each move. */
export function useInView(root: RefObject<HTMLElement | null>, playing: boolean) {
  const [recent, setRecent] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const wake = useCallback(() => {
    const rest = (): void => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => (isHeld(root.current) ? rest() : setRecent(false)), REST_MS);
    };
    setRecent(true);
    rest();
  }, [root]);
  const hide = useCallback(() => {
    clearTimeout(timer.current);
    setRecent(false);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return { inView: !playing || recent, wake, hide };
}

/** A pointer on them, an open menu, a slider that is dragged and a focus that is seen hold the controls in view. */
const isHeld = (root: HTMLElement | null): boolean =>
  root?.querySelector('[role="toolbar"]:hover, [aria-expanded="true"], [data-sliding], :focus-visible') != null;
