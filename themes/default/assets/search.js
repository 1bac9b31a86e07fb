// Opens the search. The client is loaded when a reader first reaches for it; this element's data say from where.
(() => {
  "use strict";
  const { client, style, index, locale } = document.currentScript.dataset;
  const trust = globalThis.trustedTypes?.createPolicy("bifold-client", { createScriptURL: () => client });
  const add = (tag, properties) => new Promise((onload, onerror) => {
    document.head.append(Object.assign(document.createElement(tag), { onload, onerror }, properties));
  });
  let loading;
  const load = () => {
    if (loading) return loading;
    // With the client comes the manifest; a disk has no preloading.
    if (location.host) add("link", { rel: "preload", as: "fetch", crossOrigin: "", href: `${index}${locale}.js` });
    loading = Promise.all([
      add("script", { src: trust ? trust.createScriptURL("") : client }),
      add("link", { rel: "stylesheet", href: style }),
    ]).then(() => bifoldSearch.begin(index, locale));
    return loading;
  };
  const off = document.documentElement.dataset;
  try {
    off.slash = localStorage.getItem("bifold-slash") || "";
  } catch {
    // Storage may be forbidden; then the key works.
  }
  const find = (selector) => document.querySelector(selector);
  const page = find("[data-search-page]");
  if (page) load().then((search) => search.fill(page));

  // Without the client, the link leads to the page that lists everything.
  const open = (event, link) => {
    event.preventDefault();
    load().then((search) => search.open(), () => link.click());
  };
  for (const kind of ["pointerover", "focusin", "click", "keydown"]) {
    addEventListener(kind, (event) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
      const link = target.closest?.("[data-search]");
      const plain = !(ctrlKey || metaKey || altKey || shiftKey);
      if (key) {
        const typing = target.closest("input,textarea,select,[contenteditable]");
        if (key === "/" ? plain && !typing && !off.slash : key === "k" && ctrlKey !== metaKey) open(event, find("[data-search]"));
      } else if (link && kind !== "click") load();
      else if (link && plain && event.isTrusted) open(event, link);
    });
  }
})();
