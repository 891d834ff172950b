import { useRef, useState, type PointerEvent } from "react";
import { Picture } from "@/ui/picture";
import type { Box, Place, Wish } from "./recipe";

type PartPickerProps = {
  url: string;
  alt: string;
  wish: Wish;
  /** A click sets what must stay in sight; a drag sets the part to take. */
  onFocus: (place: Place) => void;
  onCrop: (box: Box | null) => void;
};

// A hand that shakes on a click moves less than this share of the picture.
const A_CLICK = 0.02;
const FIELDS = ["x", "y", "width", "height"] as const;
const NAMES = { x: "From the left", y: "From the top", width: "Width", height: "Height" };

/** The picture to choose a part of: by dragging, by clicking what matters, or by numbers. */
export function PartPicker({ url, alt, wish, onFocus, onCrop }: PartPickerProps) {
  const picture = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<Place | null>(null);
  const placeOf = (event: PointerEvent): Place => {
    const frame = picture.current?.getBoundingClientRect();
    if (!frame) return { x: 0.5, y: 0.5 };
    return {
      x: within((event.clientX - frame.left) / frame.width),
      y: within((event.clientY - frame.top) / frame.height),
    };
  };
  const finish = (event: PointerEvent): void => {
    if (!from) return;
    const to = placeOf(event);
    const box = between(from, to);
    if (box.width < A_CLICK && box.height < A_CLICK) onFocus(to);
    else if (box.width >= A_CLICK && box.height >= A_CLICK) onCrop(box);
    setFrom(null);
  };
  const crop = wish.crop;
  return (
    <div className="flex flex-col gap-3">
      <div
        ref={picture}
        className="relative mx-auto w-fit cursor-crosshair touch-none overflow-hidden rounded-md select-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setFrom(placeOf(event));
        }}
        onPointerMove={(event) => from && onCrop(sensible(between(from, placeOf(event))))}
        onPointerUp={finish}
        onPointerCancel={() => setFrom(null)}
      >
        <Picture src={url} alt={alt} draggable={false} className="block max-h-56 max-w-full" />
        {crop && (
          <span
            aria-hidden
            className="pointer-events-none absolute outline-2 outline-on-picture"
            style={{ ...percent(crop), boxShadow: "0 0 0 100vmax var(--color-scrim)" }}
          />
        )}
        {wish.focus && wish.fills && (
          <span
            aria-hidden
            className="pointer-events-none absolute size-5 -translate-1/2 rounded-full border-2 border-on-picture bg-veil"
            style={{ left: `${wish.focus.x * 100}%`, top: `${wish.focus.y * 100}%` }}
          />
        )}
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-ink-soft">
          {crop ? "A part of it is taken" : "Take a part of it"}
        </summary>
        <div className="mt-2 grid grid-cols-4 gap-2">
          {FIELDS.map((field) => (
            <label key={field} className="flex flex-col gap-1">
              {`${NAMES[field]}, %`}
              <input
                type="number"
                min={field === "width" || field === "height" ? 1 : 0}
                max={100}
                value={Math.round((crop ?? WHOLE)[field] * 100)}
                onChange={({ target }) => onCrop(inside({ ...(crop ?? WHOLE), [field]: Number(target.value) / 100 }))}
                className="h-9 rounded-md border border-line-strong bg-raised px-2 tabular-nums"
              />
            </label>
          ))}
        </div>
        {crop && (
          <button type="button" className="mt-2 text-accent hover:underline" onClick={() => onCrop(null)}>
            Take the whole picture
          </button>
        )}
      </details>
    </div>
  );
}

const WHOLE: Box = { x: 0, y: 0, width: 1, height: 1 };
const within = (share: number): number => Math.min(1, Math.max(0, share));
const sensible = (box: Box): Box | null => (box.width < A_CLICK || box.height < A_CLICK ? null : box);

const between = (a: Place, b: Place): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

/** Keep a part inside the picture, with something in it; the whole is no part. */
function inside({ x, y, width, height }: Box): Box | null {
  const left = Math.min(0.99, within(x));
  const top = Math.min(0.99, within(y));
  const box = {
    x: left,
    y: top,
    width: Math.min(1 - left, Math.max(0.01, width)),
    height: Math.min(1 - top, Math.max(0.01, height)),
  };
  return box.width === 1 && box.height === 1 ? null : box;
}

const percent = ({ x, y, width, height }: Box) => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
});
