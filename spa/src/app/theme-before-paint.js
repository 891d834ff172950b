// Runs ahead of the first paint, so that a chosen theme never flashes. The keys are those of app/theme.ts.
(() => {
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem("vitrine-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("vitrine-contrast") === "more") root.dataset.contrast = "more";
  } catch {
    // Storage is closed in some private windows: the system's own theme applies.
  }
})();
