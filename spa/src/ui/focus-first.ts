/** A ref for what gets the focus when the dialog around it opens. */
export const focusFirst = (element: HTMLElement | null): void => element?.setAttribute("autofocus", "");
