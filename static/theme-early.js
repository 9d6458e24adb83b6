// Runs before the first paint, as a classic script in <head>: the theme chosen earlier, unless the address names one.
(() => {
  const root = document.documentElement;
  if (root.dataset.theme) return;
  try {
    root.dataset.theme = localStorage.getItem("theme") ?? "";
  } catch {
    // Storage can be forbidden; the system's theme is then the theme.
  }
})();
