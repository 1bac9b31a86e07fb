// Answers as nodes. Nothing of a text is ever parsed as markup.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;

  // An element: `make("a", { href }, "words", node…)`; what is null or false is left out.
  const make = (search.make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") node.addEventListener(name, value);
      else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  });

  // The words of the interface with their blanks filled.
  search.say = (index, key, blanks = {}) =>
    (index.about.strings[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);

  search.count = (index, n) => search.say(index, n === 1 ? "count_one" : "count", { n });

  const marked = (pieces) => pieces.map(([words, mark]) => (mark ? make("mark", null, words) : words));

  // The address of a result, below the site's root and nowhere else. A disk has no folders' pages.
  function address(url, id) {
    const root = new URL("../../", search.base).href;
    const found = new URL(url, root).href;
    const file = location.protocol === "file:" && found.endsWith("/") ? "index.html" : "";
    return (found.startsWith(root) ? found : root) + file + (id ? `#${encodeURIComponent(id)}` : "");
  }

  function section(record, part) {
    return make("li", null, make("a", { href: address(record.url, part.id) },
      make("span", { class: "search-heading" }, marked(part.heading)),
      part.text && make("span", { class: "search-text" }, marked(part.text))));
  }

  // One result: the page with a sentence, and below it the sections that hold what was asked.
  search.result = (index, result, slots) => {
    const { record } = result;
    const { title, sections } = search.show(result, slots);
    const lead = sections.find((part) => !part.id) || (sections.length === 1 ? { text: null } : null);
    const [kind, name] = index.kinds[result.kind];
    const place = [name, record.group].filter(Boolean).join(" · ");
    const lang = record.lang || index.about.tag;
    const spoken = index.spoken || index.about.tag;
    return make("li", { class: `search-result kind-${kind}`, lang },
      make("a", { class: "search-page-link", href: address(record.url) },
        make("span", { class: "search-title" }, marked(title)),
        make("span", { class: "search-place", lang: spoken === lang ? null : spoken }, place, record.names[0] && [" · ", otherName(index, record.names[0])]),
        lead?.text && make("span", { class: "search-text" }, marked(lead.text))),
      sections.some((part) => part.id) &&
        make("ul", { class: "search-sections" }, sections.filter((part) => part.id).map((part) => section(record, part))));
  };

  // A name that is in another script than the page's own is said in that language.
  function otherName(index, name) {
    const han = /[\u3400-\u9fff]/.test(name);
    const other = index.about.others.find(({ tag }) => /^zh/i.test(tag) === han);
    return make("span", { lang: /^zh/i.test(index.about.tag) === han ? null : other?.tag ?? null }, name);
  }

  // A role or skill whose very name was typed.
  search.card = (index, result, onlyAbout) => {
    const { record } = result;
    const [kind, name] = index.kinds[result.kind];
    const summary = record.sections[0].lines[0];
    return make("section", { class: `search-card kind-${kind}`, lang: record.lang || index.about.tag, "aria-label": record.title },
      make("a", { class: "search-page-link", href: address(record.url) },
        make("span", { class: "search-title" }, record.title),
        make("span", { class: "search-place" }, name, record.names.slice(0, 3).map((other) => [" · ", otherName(index, other)]).flat()),
        summary && make("span", { class: "search-text" }, summary)),
      make("button", { type: "button", class: "search-about", click: () => onlyAbout(result) },
        search.say(index, "about", { title: record.title })));
  };

  // Whether the query is the name of an entry that others are about.
  search.isNamed = (index, result, query) =>
    index.entries.includes(result.page) && [result.record.title, ...result.record.names].some((name) => search.squeeze(name) === search.squeeze(query));
})();
