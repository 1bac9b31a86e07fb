// What every page can do beyond HTML. Each part stands alone: if one cannot work, the page is as without it.
// `window.bifold` is what the scripts of single pages use.
(() => {
  "use strict";
  const root = document.documentElement;
  const body = document.body;
  const words = JSON.parse(body.dataset.words || "{}");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /** Makes an element: `make("p", { class: "sub", text: "…" }, child, …)`. */
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") element.textContent = value;
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  /** Puts facts into words; words with a number have the forms `one` and `other`. */
  const fill = (text, facts = {}) => {
    const form = typeof text === "object" && text ? (facts.n === 1 && text.one) || text.other : text || "";
    return form.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
  };

  const keep = {
    get(key) {
      try { return localStorage.getItem(key); } catch { return null; }
    },
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
        return true;
      } catch { return false; }
    },
  };

  // Addresses end in `/`; from `file://` nobody adds `index.html`.
  const local = location.protocol === "file:";
  const address = (href) => (local ? href.replace(/\/(?=$|[?#])/, "/index.html") : href);
  const mendLinks = (within) => {
    if (!local) return;
    for (const link of all("a[href]", within)) {
      const href = link.getAttribute("href");
      if (!/^[a-z]+:/i.test(href)) link.setAttribute("href", address(href === "" ? "./" : href));
    }
  };

  // Data come as scripts with one call each, because nothing else can be read from `file://`.
  const store = new Map();
  const loading = new Map();
  window.bifoldData = (name, value) => store.set(name, value);
  const policy = window.trustedTypes
    ? trustedTypes.createPolicy("bifold", { createScriptURL: (url) => url })
    : { createScriptURL: (url) => url };
  /** The data of a name: at hand, or loaded from the path that the body names. Null when there are none. */
  const data = (name) => {
    if (store.has(name)) return Promise.resolve(store.get(name));
    if (!loading.has(name)) {
      const path = body.dataset[name];
      loading.set(name, !path ? Promise.resolve(null) : new Promise((done) => {
        const script = document.createElement("script");
        script.src = policy.createScriptURL(new URL(body.dataset.home + path, location.href).href);
        script.addEventListener("load", () => done(store.get(name) ?? null));
        script.addEventListener("error", () => done(null));
        document.head.append(script);
      }));
    }
    return loading.get(name);
  };

  // The reader's own skills: slugs, in this browser alone.
  const skillsKey = "bifold-skills";
  const readSkills = () => {
    try {
      const list = JSON.parse(keep.get(skillsKey) || "[]");
      return new Set(Array.isArray(list) ? list.filter((slug) => typeof slug === "string") : []);
    } catch { return new Set(); }
  };
  let mine = readSkills();
  const watchers = [];
  const tell = () => watchers.forEach((watcher) => watcher(mine));
  const skills = {
    get have() { return mine; },
    /** Keeps a new set; false when the browser would not keep it. */
    set(next) {
      mine = next;
      const kept = keep.set(skillsKey, mine.size ? JSON.stringify([...mine].sort()) : null);
      tell();
      return kept;
    },
    toggle(slug, on) {
      const next = new Set(mine);
      if (on) next.add(slug);
      else next.delete(slug);
      return skills.set(next);
    },
    watch(watcher) {
      watchers.push(watcher);
      watcher(mine);
    },
  };
  addEventListener("storage", (event) => {
    if (event.key === skillsKey || event.key === null) {
      mine = readSkills();
      tell();
    }
  });

  /** Squares for up to twelve, a bar above; with the words as its label. */
  const meter = (have, total, label) => {
    if (total <= 12) {
      const squares = make("span", { class: "squares", role: "img", "aria-label": label });
      for (let i = 0; i < total; i++) squares.append(make("i", { class: i < have ? "full" : null }));
      return squares;
    }
    const inner = make("i");
    inner.style.inlineSize = `${(100 * have) / total}%`;
    return make("span", { class: "bar", role: "img", "aria-label": label }, inner);
  };

  window.bifold = { words, all, make, fill, keep, address, mendLinks, data, skills, meter };

  mendLinks(document);

  // Light and dark: as the system, light, dark, and round again.
  const schemes = ["system", "light", "dark"];
  const buttons = all(".scheme");
  const themeColours = all('meta[name="theme-color"]').map((meta) => [meta, meta.content]);
  const showScheme = () => {
    const scheme = root.dataset.scheme || "system";
    for (const button of buttons) {
      const label = words[`scheme_${scheme}`];
      if (button.classList.contains("menu-scheme")) button.textContent = label;
      else button.setAttribute("aria-label", label);
      button.title = label;
    }
    for (const [meta, colour] of themeColours) {
      meta.content = scheme === "system" ? colour : themeColours[scheme === "light" ? 0 : themeColours.length - 1][1];
    }
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const next = schemes[(schemes.indexOf(root.dataset.scheme || "system") + 1) % schemes.length];
      if (next === "system") delete root.dataset.scheme;
      else root.dataset.scheme = next;
      keep.set("bifold-scheme", next === "system" ? null : next);
      showScheme();
    });
  }
  if (buttons.length) showScheme();

  // Where the reader is: the last heading above a line near the top.
  const headings = all(".prose :is(h2, h3)[id]");
  const hereNow = () => {
    if (scrollY < 80) return null;
    let here = null;
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > 140) break;
      here = heading;
    }
    return here;
  };

  // Switching the language keeps the section and remembers the language.
  const bare = (id) => id.replace(/^[a-z-]+--/, "");
  const turn = (event) => {
    const link = event.target.closest?.("a[data-turn]");
    if (!link) return;
    const target = link.dataset.turn;
    const here = hereNow();
    const href = link.getAttribute("href").replace(/#.*$/, "");
    const id = here && bare(here.id);
    link.setAttribute("href", id ? `${href}#${target ? id : `${body.dataset.locale}--${id}`}` : href);
    if (event.type === "click" && target) keep.set("bifold-locale", target);
  };
  for (const type of ["click", "auxclick", "pointerdown", "focusin"]) document.addEventListener(type, turn);

  // The contents follow the reader.
  const marks = new Map(all(".toc a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  if (marks.size) {
    let current = null;
    let waiting = false;
    const follow = () => {
      waiting = false;
      let link = null;
      for (const heading of headings) {
        if (heading.getBoundingClientRect().top > 140) break;
        link = marks.get(heading.id) || link;
      }
      if (link === current) return;
      current?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "true");
      current = link;
    };
    addEventListener("scroll", () => {
      if (!waiting) {
        waiting = true;
        requestAnimationFrame(follow);
      }
    }, { passive: true });
    follow();
  }

  // The column brings its current line into view, once.
  const menu = document.getElementById("menu");
  const line = menu?.querySelector(".here");
  if (line && menu.scrollHeight > menu.clientHeight) {
    const offset = line.getBoundingClientRect().top - menu.getBoundingClientRect().top;
    if (offset > menu.clientHeight * 0.6) menu.scrollTop = offset - menu.clientHeight / 3;
  }

  // On small screens the column opens as a dialog.
  const opener = document.querySelector(".menu-open");
  if (menu && opener && window.HTMLDialogElement) {
    const home = document.createComment("menu");
    const drawer = make("dialog", { class: "drawer", "aria-label": opener.getAttribute("aria-label") });
    const close = () => drawer.close();
    opener.setAttribute("role", "button");
    opener.setAttribute("aria-haspopup", "dialog");
    const open = (event) => {
      event.preventDefault();
      menu.replaceWith(home);
      drawer.append(menu);
      body.append(drawer);
      drawer.showModal();
      menu.querySelector(".here")?.scrollIntoView({ block: "center" });
    };
    opener.addEventListener("click", open);
    opener.addEventListener("keydown", (event) => {
      if (event.key === " ") open(event);
    });
    drawer.addEventListener("close", () => {
      home.replaceWith(menu);
      drawer.remove();
      opener.focus();
    });
    drawer.addEventListener("click", (event) => {
      if (event.target === drawer) close();
      const link = event.target.closest?.("a");
      if (!link) return;
      if (link.classList.contains("menu-close")) {
        event.preventDefault();
        close();
      } else if (link.hash && link.pathname === location.pathname) close();
    });
    matchMedia("(width >= 67.5rem)").addEventListener("change", (event) => {
      if (event.matches && drawer.open) close();
    });
  }

  // Other parts unfold in place; what is open is remembered while the tab lives.
  const tree = document.querySelector(".tree");
  if (tree && body.dataset[tree.dataset.collection]) {
    const collection = tree.dataset.collection;
    const memoryKey = `bifold-open-${collection}`;
    const memory = {
      read() {
        try { return new Set(JSON.parse(sessionStorage.getItem(memoryKey) || "[]")); } catch { return new Set(); }
      },
      write(set) {
        try { sessionStorage.setItem(memoryKey, JSON.stringify([...set])); } catch { /* then it is forgotten */ }
      },
    };
    const unfold = async (group, button, on) => {
      let list = group.querySelector(".unfolded");
      if (on && !list) {
        const entries = await data(collection);
        const index = entries ? entries.groups.findIndex(([key]) => key === group.dataset.group) : -1;
        if (index < 0) return;
        list = make("ul", { class: "unfolded" });
        for (const entry of entries.entries) {
          if (entry.g !== index) continue;
          const link = make("a", { href: address(`${body.dataset.home}${collection}/${entry.s}/`) });
          if (entries.kind === "chapter") link.append(make("span", { class: "number", text: entry.n }));
          link.append(entry.t);
          list.append(make("li", {}, link));
        }
        group.append(list);
      }
      if (list) list.hidden = !on;
      button.setAttribute("aria-expanded", String(on));
    };
    const opened = memory.read();
    for (const group of all(".group", tree)) {
      const link = group.querySelector(":scope > .group-link");
      if (!link) continue;
      const title = link.firstChild.textContent.trim();
      const button = make("button", { type: "button", class: "unfold-button", "aria-expanded": "false", "aria-label": fill(words.unfold, { title }) });
      const row = make("div", { class: "group-row" });
      link.replaceWith(row);
      row.append(link, button);
      button.addEventListener("click", () => {
        const on = button.getAttribute("aria-expanded") !== "true";
        const set = memory.read();
        if (on) set.add(group.dataset.group);
        else set.delete(group.dataset.group);
        memory.write(set);
        unfold(group, button, on);
      });
      if (opened.has(group.dataset.group)) unfold(group, button, true);
    }
  }

  // Previews of linked entries, on hover and on focus; a tooltip without controls.
  const entryAddress = /(?:^|\/)(chapters|roles|skills)\/([a-z0-9-]+)\/(?:index\.html)?(?:[#?].*)?$/;
  const entryOf = (link) => {
    const href = link?.getAttribute("href");
    const found = href && !/^[a-z]+:/i.test(href) && !link.lang && href.match(entryAddress);
    return found && body.dataset[found[1]] && { collection: found[1], slug: found[2] };
  };
  let preview = null;
  let previewFor = null;
  let timer = 0;
  const hidePreview = () => {
    clearTimeout(timer);
    preview?.remove();
    previewFor?.removeAttribute("aria-describedby");
    preview = previewFor = null;
  };
  const showPreview = async (link) => {
    const entry = entryOf(link);
    if (!entry || previewFor === link) return;
    hidePreview();
    previewFor = link;
    const entries = await data(entry.collection);
    const found = entries?.entries.find((one) => one.s === entry.slug);
    if (!found || previewFor !== link) return;
    const { kind } = entries;
    const group = entries.groups[found.g]?.[1];
    const facts = [words[kind], group, found.n ? fill(words[`${kind}_fact`], { n: found.n }) : null].filter(Boolean);
    preview = make("div", { class: `preview ${kind}`, role: "tooltip" },
      make("b", {}, make("span", { class: `g ${kind}`, "aria-hidden": "true" }), found.t),
      make("p", { id: "bf-preview", text: found.d }),
      make("small", { text: facts.join(" · ") }));
    preview.addEventListener("pointerenter", () => clearTimeout(timer));
    preview.addEventListener("pointerleave", hidePreview);
    body.append(preview);
    link.setAttribute("aria-describedby", "bf-preview");
    const rects = link.getClientRects();
    const rect = rects[rects.length - 1] || link.getBoundingClientRect();
    const size = preview.getBoundingClientRect();
    const left = Math.max(12, Math.min(rect.left, root.clientWidth - size.width - 12));
    const below = rect.bottom + 6 + size.height <= innerHeight || rect.top < size.height + 6;
    preview.style.left = `${left + scrollX}px`;
    preview.style.top = `${(below ? rect.bottom + 6 : rect.top - size.height - 6) + scrollY}px`;
  };
  const main = document.getElementById("main");
  const previewLink = (target) => {
    const link = target.closest?.("a");
    return link && main?.contains(link) && !link.closest(".card, .crumb, .listing, .mine-tick, h1") ? link : null;
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = previewLink(event.target);
    if (!link || link === previewFor) {
      if (link) clearTimeout(timer);
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => showPreview(link), 300);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || !previewLink(event.target)) return;
    clearTimeout(timer);
    if (preview && !previewLink(event.target).contains(event.relatedTarget) && !preview.contains(event.relatedTarget)) {
      timer = setTimeout(hidePreview, 200);
    }
  });
  document.addEventListener("focusin", (event) => {
    const link = previewLink(event.target);
    if (link?.matches(":focus-visible")) showPreview(link);
    else if (previewFor) hidePreview();
  });
  document.addEventListener("focusout", () => previewFor && hidePreview());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && preview) hidePreview();
  });

  // Code can be copied.
  if (navigator.clipboard) {
    for (const figure of all("figure.code")) {
      const button = make("button", { type: "button", class: "copy", text: words.copy });
      const said = make("span", { class: "unseen", role: "status" });
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(figure.querySelector("code").textContent);
        } catch { return; }
        said.textContent = button.textContent = words.copied;
        setTimeout(() => {
          button.textContent = words.copy;
          said.textContent = "";
        }, 2000);
      });
      figure.append(button, said);
    }
  }

  for (const button of all("[data-print]")) button.addEventListener("click", () => print());

  // Pages of roles, skills and moves say how near the reader is.
  const rows = all("[data-skill]");
  const box = document.querySelector("[data-progress]");
  if (rows.length || box) {
    skills.watch((have) => {
      for (const row of rows) {
        const got = have.has(row.dataset.skill);
        const required = (row.dataset.requires || "").split(" ").filter(Boolean);
        const lacking = required.filter((slug) => !have.has(slug)).length;
        row.classList.toggle("got", got);
        row.classList.toggle("ready", !got && have.size > 0 && required.length > 0 && lacking === 0);
        const state = row.querySelector(":scope > .state");
        if (!state) continue;
        state.textContent = !have.size ? "" : got ? words.have : !required.length ? "" : lacking ? fill(words.lacking, { n: lacking }) : words.ready;
      }
      const before = document.querySelector("[data-all-before]");
      if (before) {
        const list = all("[data-skill]", before.parentElement);
        before.hidden = !list.length || !list.every((row) => have.has(row.dataset.skill));
        before.textContent = words.all_before;
      }
      if (!box || !body.dataset.mine) return;
      const essential = all("[data-role] .half:first-child [data-skill]");
      const total = essential.length;
      if (!total) return;
      const count = essential.filter((row) => have.has(row.dataset.skill)).length;
      const link = make("a", { href: address(body.dataset.home + body.dataset.mine), text: have.size ? words.change : words.tick });
      const label = fill(words.progress, { have: count, total });
      box.replaceChildren(...(have.size ? [meter(count, total, label), make("span", { "aria-hidden": "true", text: label }), link] : [link]));
    });
  }
  for (const input of all(".have input[data-tick]")) {
    skills.watch((have) => { input.checked = have.has(input.dataset.tick); });
    input.addEventListener("change", () => skills.toggle(input.dataset.tick, input.checked));
  }
  const shares = all("td[data-role]");
  if (shares.length) {
    skills.watch(async (have) => {
      if (!have.size) return;
      const graph = await data("graph");
      if (!graph) return;
      const roles = new Map(graph.roles.map((role) => [role.s, role]));
      for (const cell of shares) {
        const role = roles.get(cell.dataset.role);
        if (!role) continue;
        const count = role.e.filter((skill) => mine.has(graph.skills[skill].s)).length;
        cell.textContent = fill(words.count_have, { total: role.e.length, have: count });
      }
    });
  }

  // The chooser opens the language that was chosen last.
  if (body.classList.contains("page-chooser")) {
    const chosen = keep.get("bifold-locale");
    const link = chosen && all("a[data-turn]").find((one) => one.dataset.turn === chosen);
    if (link) location.replace(link.href);
    else all(".chooser-note").forEach((note) => { note.hidden = false; });
  }
})();
