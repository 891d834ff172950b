import type { RecipeInput } from "./operations";

export type Place = { x: number; y: number };
export type Box = Place & { width: number; height: number };

/** What a person chose, as it stands in the form; empty text means that nothing was said. */
export type Wish = {
  width: string;
  height: string;
  fills: boolean;
  focus: Place | null;
  crop: Box | null;
  turn: 0 | 90 | 180 | 270;
  mirrored: boolean;
  greyscale: boolean;
  blur: number;
  sharpen: number;
  mark: string;
  format: RecipeInput["format"];
  quality: number;
};

export const PLAIN: Wish = {
  width: "",
  height: "",
  fills: false,
  focus: null,
  crop: null,
  turn: 0,
  mirrored: false,
  greyscale: false,
  blur: 0,
  sharpen: 0,
  mark: "",
  format: "JPEG",
  quality: 80,
};

export const MOST_PIXELS = 8192;

/** Why a size cannot be made, in words; null when it can. */
export function troubleWith(size: string): string | null {
  if (size.trim() === "") return null;
  const pixels = Number(size);
  if (Number.isInteger(pixels) && pixels >= 1 && pixels <= MOST_PIXELS) return null;
  return `A whole number from 1 to ${MOST_PIXELS.toLocaleString("en-GB")}`;
}

/** The recipe that says what a person chose, and nothing that they did not. */
export function recipeOf(wish: Wish): RecipeInput {
  const { focus, crop, turn, mirrored, greyscale, blur, sharpen, format, quality } = wish;
  const width = edge(wish.width);
  const height = edge(wish.height);
  const fills = wish.fills && width !== undefined && height !== undefined;
  const mark = wish.mark.trim();
  return {
    format,
    ...(format !== "PNG" && { quality }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(fills && { fit: "COVER" as const, ...(focus && { focus }) }),
    ...(crop && { crop }),
    ...(turn !== 0 && { rotate: turn }),
    ...(mirrored && { flip: "HORIZONTAL" as const }),
    ...((greyscale || blur > 0 || sharpen > 0) && { filters: { greyscale, blur, sharpen } }),
    ...(mark !== "" && { watermark: { text: mark } }),
  };
}

/** The size it comes to: never larger than the picture, whole or filled. */
export function sizeOf(wish: Wish, picture: { width: number; height: number }): { width: number; height: number } {
  const part = { width: picture.width * (wish.crop?.width ?? 1), height: picture.height * (wish.crop?.height ?? 1) };
  const lies = wish.turn === 90 || wish.turn === 270;
  const upright = lies ? { width: part.height, height: part.width } : part;
  const width = edge(wish.width) ?? Number.POSITIVE_INFINITY;
  const height = edge(wish.height) ?? Number.POSITIVE_INFINITY;
  if (wish.fills && Number.isFinite(width + height)) {
    const most = Math.min(1, upright.width / width, upright.height / height);
    return { width: Math.round(width * most), height: Math.round(height * most) };
  }
  const scale = Math.min(1, width / upright.width, height / upright.height);
  return {
    width: Math.max(1, Math.round(upright.width * scale)),
    height: Math.max(1, Math.round(upright.height * scale)),
  };
}

const edge = (text: string): number | undefined =>
  text.trim() === "" || troubleWith(text) !== null ? undefined : Number(text);
