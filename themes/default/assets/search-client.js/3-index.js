// The index of one language: which shard holds a term, and which pages a term is on.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const DIGITS = "$%'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~";
  const LAST = 60, MORE = 27;
  // As in src/search/index.rs.
  const FORM = 3;
  const VALUE = new Uint8Array(128);
  Array.from(DIGITS, (digit, value) => (VALUE[digit.charCodeAt(0)] = value));

  // All numbers of a text.
  function numbers(text, from = 0) {
    const found = [];
    for (let i = from, high = 0; i < text.length; i++) {
      const digit = VALUE[text.charCodeAt(i)];
      if (digit < LAST) {
        found.push(high * LAST + digit);
        high = 0;
      } else high = high * MORE + digit - LAST + 1;
    }
    return found;
  }

  // The last of ascending places at which `after(i)` does not hold; -1 if it holds at all.
  function last(length, after) {
    let low = 0, high = length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (after(middle)) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }

  // Ascending numbers, written as steps.
  const steps = (text) => numbers(text).map(((sum) => (step) => (sum += step))(0));

  // Traditional characters and their Simplified forms, as src/search/index.rs writes them.
  function readVariants(text) {
    let from = 0, to = 0;
    numbers(text).forEach((step, i) => {
      if (i % 2) {
        to += step & 1 ? -(step + 1) / 2 : step / 2;
        search.tokens.simplified.set(String.fromCharCode(from), String.fromCharCode(to));
      } else from += step;
    });
  }

  class Index {
    constructor(locale) {
      this.locale = locale;
      this.kept = new Map();
      this.lists = new Map();
    }

    // Reads the manifest; `fresh` asks the server again, when files that it names are gone.
    async open(fresh) {
      const about = JSON.parse(await search.file(this.locale, this.locale, fresh));
      if (about.form !== FORM) throw new Error("the index is of another release than the page");
      this.about = about;
      this.kept.clear();
      this.lists.clear();
      readVariants(about.variants);
      const parts = numbers(about.parts);
      this.size = parts.length;
      this.pageOf = Uint32Array.from(parts.flatMap((count, page) => Array(count).fill(page)));
      let next = 0;
      this.firstPart = Uint32Array.from(parts, (count) => (next += count) - count);
      this.kinds = about.kinds;
      this.entries = steps(about.entries);
      this.words = about.words ? about.words.split(" ") : [];
      this.grams = [];
      for (let codes = numbers(about.grams), i = 0, from = 0; i < codes.length; i++) {
        from += codes[i] >> 1;
        this.grams.push([from, codes[i] & 1 ? codes[++i] : 0]);
      }
      return this;
    }

    // The place of a page's collection in `kinds`.
    kindOf(page) {
      let kind = 0;
      for (let end = 0; kind < this.kinds.length - 1 && (end += this.kinds[kind][2]) <= page; ) kind++;
      return kind;
    }

    // The pages that are about an entry's page; none if it is no entry.
    async related(page) {
      const at = this.entries.indexOf(page);
      if (at < 0) return [];
      const lines = (await this.file(`r${at >> 5}`)).split("\n");
      return steps(lines[at & 31]);
    }

    // A file of this index, once.
    file(name) {
      if (!this.kept.has(name)) {
        const loading = search.file(`${this.locale}/${name}`, `${this.about.dir}/${name}`);
        loading.catch(() => this.kept.delete(name));
        this.kept.set(name, loading);
      }
      return this.kept.get(name);
    }

    // The shard that a term would be in, or -1.
    shardOf(term, gram) {
      if (!gram) return last(this.words.length, (i) => this.words[i] > term);
      const [a, b = 0] = Array.from(term, (c) => c.codePointAt(0));
      const at = last(this.grams.length, (i) => (this.grams[i][0] - a || this.grams[i][1] - b) > 0);
      return at < 0 ? -1 : this.about.wordShards + at;
    }

    // The terms of a shard: a map from term to its list as written.
    async shard(n) {
      if (n < 0) return new Map();
      const key = `t${n}`;
      if (!this.lists.has(key)) {
        const text = await this.file(key);
        this.lists.set(key, n < this.about.wordShards ? readWords(text) : readGrams(text));
      }
      return this.lists.get(key);
    }
  }

  function readWords(text) {
    const terms = new Map();
    let word = "";
    for (const entry of text.split(" ").slice(1)) {
      const end = entry.indexOf("!");
      word = word.slice(0, VALUE[entry.charCodeAt(0)]) + entry.slice(1, end);
      terms.set(word, entry.slice(end + 1));
    }
    return terms;
  }

  function readGrams(text) {
    const terms = new Map();
    for (const entry of text.split(" ").slice(1)) {
      const first = String.fromCodePoint(entry.codePointAt(0));
      for (const [, second, list] of entry.slice(first.length).matchAll(/([^!-~]?)([!-~]+)/gu)) terms.set(first + second, list);
    }
    return terms;
  }

  // The pages of a term: { pages, at: [part…], code: [weight · 2 + in title…] }.
  function readList(text) {
    const cut = text[0] === "#";
    const values = numbers(text, cut ? 1 : 0);
    const pages = cut ? values.shift() : values.length;
    let part = -1;
    const parts = values.map((value) => (part += (value >> 5) + 1));
    return { pages, parts, codes: values.map((value) => value & 31) };
  }

  search.Index = Index;
  search.numbers = numbers;
  search.readList = readList;
  search.value = (c) => VALUE[c.charCodeAt(0)];
})();
