// The search as readers meet it: a dialog over the page, or the search page itself.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const { make, say } = search;
  const RECENT = "bifold-search";
  const MORE = 10, MOST_RECENT = 8;
  const indexes = new Map();

  const indexOf = (locale) => {
    if (!indexes.has(locale)) {
      const opening = new search.Index(locale).open();
      opening.catch(() => indexes.delete(locale));
      indexes.set(locale, opening);
    }
    return indexes.get(locale);
  };

  function recent(change) {
    try {
      const list = JSON.parse(localStorage.getItem(RECENT) || "[]").filter((words) => typeof words === "string");
      if (!change) return list;
      localStorage.setItem(RECENT, JSON.stringify(change(list).slice(0, MOST_RECENT)));
    } catch {
      // No storage, or another's words in it: there is nothing to remember.
    }
    return [];
  }

  // A single key may be in the way of those who speak to their computer: readers can switch it off, and that is kept.
  const slash = ({ target }) => {
    document.documentElement.dataset.slash = target.checked ? "" : "off";
    try {
      localStorage.setItem("bifold-slash", target.checked ? "" : "off");
    } catch {
      // No storage: the choice holds as long as the page.
    }
  };

  const composing = (event) => event.isComposing || event.keyCode === 229;

  class Panel {
    constructor(index, host) {
      this.index = index;
      this.turn = 0;
      this.kind = -1;
      this.about = null;
      this.room = MORE;
      this.build(host);
    }

    say(key, blanks) {
      return say(this.index, key, blanks);
    }

    build(host) {
      this.input = make("input", {
        type: "search", name: "q", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", maxlength: 200,
        placeholder: this.say("placeholder"), "aria-label": this.say("field"),
        input: (event) => event.isComposing || this.later(), compositionend: () => this.later(),
      });
      this.form = make("form", { role: "search", action: new URL(`../../${this.index.locale}/search/`, search.base).href, submit: (event) => event.preventDefault() }, this.input);
      this.kinds = make("div", { class: "search-kinds", role: "group", "aria-label": this.say("kinds") });
      this.status = make("p", { class: "search-status", role: "status" });
      this.list = make("div", { class: "search-list" });
      this.foot = make("div", { class: "search-foot" });
      this.slash = make("label", { class: "search-slash" },
        make("input", { type: "checkbox", checked: !document.documentElement.dataset.slash, change: slash }), this.say("slash"));
      host.append(this.form, this.kinds, this.status, this.list, this.foot);
      host.addEventListener("keydown", (event) => this.key(event));
      host.addEventListener("click", (event) => event.target.closest("a") && this.remember());
      this.run();
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), 60);
    }

    // Asks for what stands in the field, and shows the answer unless something else was asked meanwhile.
    async run(room = MORE) {
      clearTimeout(this.timer);
      const turn = ++this.turn;
      const query = this.input.value.trim();
      this.room = room;
      if (!query && !this.about) return this.rest();
      this.list.setAttribute("aria-busy", "true");
      const options = { k: room, kind: this.kind, about: this.about ? this.about.page : -1 };
      let answer;
      try {
        answer = await search.find(this.index, query, options);
      } catch {
        return turn === this.turn && this.failed();
      }
      if (turn !== this.turn) return;
      this.shown = query;
      this.show(query, answer);
      if (!answer.read) return;
      const fuller = await search.fuller(this.index, answer, options).catch(() => null);
      // A reader who is among the results already keeps them.
      if (fuller && turn === this.turn && !this.list.contains(document.activeElement)) this.show(query, fuller);
    }

    show(query, answer) {
      const { index } = this;
      const { results, total, slots } = answer;
      const named = !this.about && results[0] && search.isNamed(index, results[0], query) ? results[0] : null;
      const list = results.filter((result) => result !== named).map((result) => search.result(index, result, slots));
      const more = total > results.length && results.length >= this.room && this.room < 50 &&
        make("button", { type: "button", class: "search-more", click: () => this.run(this.room + MORE) }, this.say("more"));
      this.list.replaceChildren(...[
        this.remark(query, answer),
        named && search.card(index, named, (result) => this.filter(result)),
        list.length > 0 && make("ol", { class: "search-results" }, list),
        more,
        answer.failed && this.retry(),
      ].filter(Boolean));
      this.list.removeAttribute("aria-busy");
      this.list.dataset.shown = query;
      this.toggles(answer.counts);
      this.others(query);
      this.announce(answer.near ? this.say("none", { q: query }) : search.count(index, total));
    }

    // What a reader should know of how the answer was found.
    remark(query, { near, read, cover, slots, results }) {
      const meant = (slots || []).filter((slot) => slot.meant?.length).map((slot) => search.spelt(results, slot.meant[0]));
      let words = null;
      if (near) words = this.say(results.length ? "near" : "none", { q: query });
      else if (read) words = this.say("read", { words: read.join(this.say("comma")), q: query });
      else if (meant.length) words = this.say("meant", { words: meant.join(this.say("comma")), q: query });
      else if (query && cover < 0.5) words = this.say("partial");
      return words && make("p", { class: "search-remark" }, words);
    }

    failed() {
      this.list.removeAttribute("aria-busy");
      this.list.replaceChildren(this.retry());
      this.announce(this.say("failed"));
    }

    retry() {
      return make("p", { class: "search-remark" }, this.say("failed"), " ",
        make("button", { type: "button", click: () => this.run(this.room) }, this.say("retry")));
    }

    // Nothing asked: what was asked before.
    rest() {
      this.shown = "";
      const words = recent();
      const again = (asked) => make("li", null, make("button", { type: "button", click: () => this.ask(asked) }, asked));
      const forget = () => {
        recent(() => []);
        this.rest();
        this.input.focus();
      };
      this.list.removeAttribute("aria-busy");
      this.list.replaceChildren(...(words.length ? [
        make("p", { class: "search-remark", id: "bf-search-recent" }, this.say("recent"), " ", make("button", { type: "button", click: forget }, this.say("forget"))),
        make("ul", { class: "search-recent", "aria-labelledby": "bf-search-recent" }, words.map(again)),
      ] : []));
      this.kinds.replaceChildren();
      this.others("");
      this.announce("");
    }

    ask(words) {
      this.input.value = words;
      this.input.focus();
      this.run();
    }

    remember() {
      if (this.shown) recent((list) => [this.shown, ...list.filter((words) => words !== this.shown)]);
    }

    // Shows only pages about an entry, or all again.
    filter(result) {
      this.about = result;
      this.input.value = "";
      this.input.focus();
      this.run();
    }

    // The collections as toggles with their counts, and the entry that the list is held to.
    toggles(counts) {
      const toggle = (pressed, words, click) => make("button", { type: "button", "aria-pressed": String(pressed), click }, words);
      const held = document.activeElement?.closest?.(".search-kinds button")?.textContent.replace(/\d+$/, "");
      const choose = (kind) => () => {
        this.kind = this.kind === kind ? -1 : kind;
        this.run();
      };
      const kinds = this.index.kinds.map(([, name], i) =>
        (counts[i] > 0 || this.kind === i) && toggle(this.kind === i, [name || this.say("pages"), " ", make("span", null, String(counts[i]))], choose(i)));
      const about = this.about && toggle(true, this.say("about_on", { title: this.about.record.title }), () => this.filter(null));
      this.kinds.replaceChildren(...[about, ...kinds].filter(Boolean));
      if (held) [...this.kinds.children].find((button) => button.textContent.startsWith(held))?.focus();
    }

    // The same question in the site's other languages.
    others(query) {
      const button = ({ locale, name }) => make("button", {
        type: "button", class: "search-other",
        click: (event) => this.elsewhere(event.currentTarget, locale, name, query),
      }, this.say("elsewhere", { language: name }));
      this.foot.replaceChildren(...(query ? this.index.about.others.map(button) : []), this.slash,
        make("p", { class: "search-keys", "aria-hidden": "true" }, this.say("keys")));
    }

    async elsewhere(button, locale, name, query) {
      button.disabled = true;
      try {
        const index = await indexOf(locale);
        const answer = await search.find(index, query, { k: 5 });
        const list = answer.near ? [] : answer.results.map((result) => search.result(shell(this.index, index), result, answer.slots || []));
        const words = answer.near ? this.say("none", { q: query }) : this.say("elsewhere_found", { language: name, count: search.count(this.index, answer.total) });
        button.remove();
        this.list.append(make("p", { class: "search-remark" }, words), make("ol", { class: "search-results" }, list));
        this.list.querySelector("ol:last-of-type a")?.focus();
        this.announce(words);
      } catch {
        button.disabled = false;
        this.announce(this.say("failed"));
      }
    }

    announce(words) {
      clearTimeout(this.telling);
      this.telling = setTimeout(() => (this.status.textContent = words), 400);
    }

    // Arrows walk over the links, letters go back to the field, Enter opens the first.
    key(event) {
      if (composing(event)) return;
      const links = [...this.list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      const inField = document.activeElement === this.input;
      const go = (to) => {
        event.preventDefault();
        (links[to] || this.input).focus();
      };
      if (event.key === "ArrowDown" && links.length) go(Math.min(at + 1, links.length - 1));
      else if (event.key === "ArrowUp" && at >= 0) go(at - 1);
      else if (event.key === "Home" && at >= 0) go(0);
      else if (event.key === "End" && at >= 0) go(links.length - 1);
      else if (event.key === "Enter" && inField) this.enter(event, links[0]);
      else if (at >= 0 && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) this.input.focus();
    }

    enter(event, link) {
      event.preventDefault();
      if (!link || this.shown !== this.input.value.trim() || !this.shown) return this.run();
      this.remember();
      if (event.ctrlKey || event.metaKey) open(link.href, "_blank", "noopener");
      else location.assign(link.href);
    }
  }

  // Another language's index with this page's words.
  const shell = (own, other) => ({
    entries: other.entries,
    spoken: own.about.tag,
    kinds: other.kinds.map((kind, i) => own.kinds[i] || kind),
    about: { ...other.about, strings: own.about.strings },
  });

  let dialog = null, panel = null, home = null;

  function raise(index) {
    const close = make("button", { type: "button", class: "search-close", "aria-label": say(index, "close"), click: () => dialog.close() });
    dialog = make("dialog", { class: "search-dialog", "aria-label": say(index, "label") });
    panel = new Panel(index, dialog);
    panel.form.append(close);
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || composing(event) || !panel.input.value) return;
      event.preventDefault();
      panel.ask("");
    });
    document.body.append(dialog);
  }

  // Told once where the index is and which language the page is in.
  search.begin = (base, locale) => {
    search.base = new URL(base, document.baseURI).href;
    home = indexOf(locale);
    return search;
  };

  search.open = async () => {
    const index = await home;
    if (!dialog) raise(index);
    if (!dialog.open) dialog.showModal();
    panel.input.focus();
    panel.input.select();
  };

  // The search page: the same without a dialog, the question in the address.
  search.fill = async (host) => {
    const index = await home;
    const page = new Panel(index, host);
    page.input.value = new URLSearchParams(location.search).get("q") || "";
    const run = page.run;
    page.run = function (room) {
      const query = this.input.value.trim();
      if (location.host) history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
      return run.call(this, room);
    };
    page.run();
    page.input.focus();
  };
})();
