import type { AssetDetail } from "@/features/assets/viewer/asset-detail";

export type Sprites = NonNullable<NonNullable<AssetDetail["stream"]>["sprites"]>;
type Size = { width: number; height: number };

/** Which picture of the sheet belongs to a time; times beyond the ends belong to the first and the last. */
export function frameAt(
  { columns, interval, count }: Omit<Sprites, "url">,
  seconds: number,
): { column: number; row: number } {
  const index = Math.min(Math.max(0, count - 1), Math.max(0, Math.floor(seconds / interval)));
  return { column: index % columns, row: Math.floor(index / columns) };
}

/** Paint the picture of a time as the background of a box that it covers, cropped evenly. */
export function frameStyle(sheet: Sprites, seconds: number, box: Size): Record<string, string> {
  const { column, row } = frameAt(sheet, seconds);
  const scale = Math.max(box.width / sheet.frameWidth, box.height / sheet.frameHeight);
  const [width, height] = [sheet.frameWidth * scale, sheet.frameHeight * scale];
  const px = (value: number): string => `${Math.round(value * 100) / 100 || 0}px`;
  return {
    backgroundImage: `url(${JSON.stringify(sheet.url)})`,
    backgroundSize: `${px(width * sheet.columns)} ${px(height * sheet.rows)}`,
    backgroundPosition: `${px((box.width - width) / 2 - column * width)} ${px((box.height - height) / 2 - row * height)}`,
  };
}

/** The box for one picture: `longest` along its longer edge. */
export function frameBox({ frameWidth, frameHeight }: Sprites, longest: number): Size {
  const scale = longest / Math.max(frameWidth, frameHeight);
  return { width: Math.round(frameWidth * scale), height: Math.round(frameHeight * scale) };
}

const sheets = new Map<string, HTMLImageElement>();
const MOST = 8;

/** Have a sheet fetched once; kept, so that looking along a film costs no request. */
export function haveSheet(url: string): HTMLImageElement {
  const known = sheets.get(url) ?? new Image();
  known.src ||= url;
  sheets.delete(url);
  sheets.set(url, known);
  const oldest = sheets.keys().next();
  if (sheets.size > MOST && !oldest.done) sheets.delete(oldest.value);
  return known;
}
