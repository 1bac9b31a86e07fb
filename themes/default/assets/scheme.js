// Runs before the first paint: the reader's choice of colours must not flash.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const scheme = localStorage.getItem("bifold-scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch {
    // Storage may be forbidden; then the system decides.
  }
})();
