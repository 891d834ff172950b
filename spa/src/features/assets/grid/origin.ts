/** Pixels above the first row: what stands there scrolls with the grid. */
export const originOf = (scroller: HTMLElement): number =>
  scroller.querySelector<HTMLElement>('[role="grid"]')?.offsetTop ?? 0;
