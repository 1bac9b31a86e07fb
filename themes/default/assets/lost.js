// The nearest entries to an address that is not there; at the root, the page of the language that was asked for.
(() => {
  "use strict";
  const body = document.body;
  const path = decodeURIComponent(location.pathname);
  for (const section of document.querySelectorAll("[data-lost]")) {
    if (path.includes(`/${section.dataset.locale}/`)) {
      location.replace(`${section.dataset.lost}#${encodeURIComponent(path)}`);
      return;
    }
  }
  if (!window.bifold) return;
  const { make, data, address } = window.bifold;
  const place = document.querySelector(".lost-nearest");
  const asked = location.hash.length > 1 ? decodeURIComponent(location.hash.slice(1)) : path;
  const wanted = asked.replace(/index\.html$|\.html$/, "").split("/").filter(Boolean).pop()?.toLowerCase() || "";
  if (!place || !wanted || wanted === "404") return;

  const distance = (a, b) => {
    let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      }
      previous = row;
    }
    return previous[b.length];
  };
  const likeness = (slug) => {
    const longer = Math.max(slug.length, wanted.length);
    const near = 1 - distance(slug, wanted) / longer;
    const shared = wanted.split("-").filter((word) => word.length > 2 && slug.split("-").includes(word)).length;
    return near + shared * 0.25;
  };
  const name = wanted.slice(0, 80);
  if (name !== wanted) return;
  Promise.all(["chapters", "roles", "skills"].map((collection) => data(collection).then((value) => [collection, value]))).then((all) => {
    const found = all.flatMap(([collection, value]) => (value ? value.entries.map((entry) => ({ collection, kind: value.kind, entry, score: likeness(entry.s) })) : []));
    found.sort((a, b) => b.score - a.score);
    const best = found.filter((one) => one.score >= 0.45).slice(0, 4);
    if (!best.length) return;
    const list = best.map(({ collection, kind, entry }) => make("li", {},
      make("span", { class: `g ${kind}`, "aria-hidden": "true" }),
      make("a", { class: "plain", href: address(`${body.dataset.home}${collection}/${entry.s}/`), text: entry.t })));
    place.append(make("p", { text: document.querySelector(".lost").dataset.nearest }), make("ul", { class: "rows" }, ...list));
  });
})();
