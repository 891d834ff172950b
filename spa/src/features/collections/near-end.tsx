import { useEffect, useRef } from "react";
import { Button } from "@/ui/button";

/** How far below the view the end may be when more is read. */
const AHEAD = "600px";

/** The end of a list that goes on: more is read when it comes near, or when it is asked for. */
export function NearEnd({ onNear }: { onNear: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && latest.current(), {
      root: element.closest(".scroller"),
      rootMargin: AHEAD,
    });
    observer.observe(element);
    return () => observer.disconnect();
    // Looked at anew with every page: an end that stays in sight asks for the next.
  }, [onNear]);
  return (
    <div ref={ref} className="mt-6 grid place-items-center">
      <Button look="quiet" onClick={onNear}>
        Show more
      </Button>
    </div>
  );
}
