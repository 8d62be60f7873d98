// Runs before the first paint: sets the reader's theme, then fetches and starts the program.
(() => {
  const root = document.documentElement;
  const kept = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be switched off: the system's theme, the wide rail
    }
  };
  const theme = kept("portal-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (kept("portal-rail") === "narrow") root.dataset.rail = "narrow";
  if (kept("portal-frame") === "yes") root.dataset.frame = "yes";

  const script = document.getElementById("portal-js");
  const wasm = document.getElementById("portal-wasm");
  const ready = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
    else resolve();
  });
  const start = async () => {
    const program = await import(script.href);
    await ready;
    await program.default({ module_or_path: wasm.href });
  };
  start().catch((error) => {
    console.error(error);
    if (document.getElementById("boot")) root.dataset.boot = "failed";
  });
})();
