/** How a picture is held: `scale` 1 fits the stage; x and y move its middle away from the stage's, in pixels. */
export type Hold = { scale: number; x: number; y: number };
export type Size = { width: number; height: number };
export type Point = { x: number; y: number };

export const FITTED: Hold = { scale: 1, x: 0, y: 0 };

/** The largest box of a picture's shape inside the stage; a picture smaller than the stage keeps its own size. */
export function fit(picture: Size, stage: Size): Size {
  const share = Math.min(stage.width / picture.width, stage.height / picture.height, 1);
  return { width: picture.width * share, height: picture.height * share };
}

/** The scale at which one pixel of the picture is one pixel of the screen. */
export function pixelScale(picture: Size, fitted: Size, density: number): number {
  return Math.max(1, picture.width / (fitted.width * density));
}

/** Zoom by `factor` and keep what is under (x, y), measured from the stage's middle, where it is. */
export function zoomAt(hold: Hold, factor: number, x: number, y: number, most: number): Hold {
  const scale = Math.min(most, Math.max(1, hold.scale * factor));
  const share = scale / hold.scale;
  return { scale, x: x - (x - hold.x) * share, y: y - (y - hold.y) * share };
}

/** Let no edge of the picture be pulled further in than the stage's own. */
export function withinStage(hold: Hold, fitted: Size, stage: Size): Hold {
  const reach = (length: number, room: number): number => Math.max(0, (length * hold.scale - room) / 2);
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(-most, value)) || 0;
  return {
    scale: hold.scale,
    x: clamp(hold.x, reach(fitted.width, stage.width)),
    y: clamp(hold.y, reach(fitted.height, stage.height)),
  };
}
