// Slots into pages, best first; then a second look at the texts of the best.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const { fold, simplified } = search.tokens;
  const LONGEST = 200;

  // Tuned like `weigh`: a term in a title against one that fills a page (1); the power of the share of the query
  // that a page holds; what a title adds that the query covers; the weight of a term that no page holds.
  const rank = (search.rank = { title: 0.8, cover: 2, most: 3, titleGain: 0.8, unknown: 4 });

  // For each page of a slot its strongest place.
  function gather(index, slot) {
    const held = new Map();
    let pages = 0;
    for (const list of slot.lists) {
      if (!list.grown) pages = Math.max(pages, list.pages);
      list.parts.forEach((part, i) => {
        const titled = list.codes[i] & 1;
        const share = (list.codes[i] >> 1) / 15;
        const damp = list.grown && titled ? Math.max(list.damp, search.weigh.grownInTitle) : list.damp;
        const weight = (titled ? rank.title : share) * damp;
        const page = index.pageOf[part];
        const old = held.get(page);
        if (!old || weight > old.weight) held.set(page, { weight, part, title: titled ? share * damp : 0 });
      });
    }
    pages = Math.max(pages || held.size, 1);
    const rarity = held.size ? Math.log(1 + (index.size - pages + 0.5) / (pages + 0.5)) : rank.unknown;
    return { held, rarity: Math.max(rarity, 0.05) * slot.weight };
  }

  // Every page that fills some slot: { page, part, score, cover }, best first.
  search.score = (index, slots) => {
    const pages = new Map();
    let total = 0;
    for (const slot of slots) {
      const { held, rarity } = gather(index, slot);
      total += rarity;
      for (const [page, { weight, part, title }] of held) {
        let hit = pages.get(page);
        if (!hit) pages.set(page, (hit = { page, part: index.firstPart[page], score: 0, cover: 0, title: 0, titled: 0, best: 0 }));
        hit.score += rarity * weight;
        hit.cover += rarity;
        if (title) {
          hit.title += title;
          hit.titled += rarity;
        } else if (rarity * weight > hit.best) {
          hit.best = rarity * weight;
          hit.part = part;
        }
      }
    }
    // Where some page holds the whole query, a part of it is worth little; where none does, more.
    let most = 0;
    for (const hit of pages.values()) most = Math.max(most, (hit.cover /= total));
    for (const hit of pages.values()) {
      hit.score *= hit.cover ** (rank.cover * most ** rank.most) * (1 + (rank.titleGain * Math.min(1, hit.title) * hit.titled) / total);
    }
    return [...pages.values()].sort((a, b) => b.score - a.score || a.page - b.page);
  };

  // The pages of an answer as results with their texts; those that cannot be fetched are left out.
  async function looked(index, hits, query) {
    const results = await Promise.all(hits.map(async (hit) => {
      const { texts } = index.about;
      const file = await index.file(`d${Math.floor(hit.part / texts)}`).catch(() => null);
      if (file === null) return null;
      const record = search.readRecord(file.split("\r")[hit.part % texts]);
      return { ...hit, record, kind: index.kindOf(hit.page), score: hit.score * search.lookAgain(record, query) };
    }));
    return best(results.filter(Boolean));
  }

  const best = (hits) => hits.sort((a, b) => b.score - a.score || a.page - b.page);

  // Answers for each of some words, as one.
  async function together(index, words, options) {
    const answers = await Promise.all(words.map((word) => search.find(index, word, { ...options, read: true })));
    const results = new Map();
    for (const result of answers.flatMap((answer) => answer.results)) {
      if (!(results.get(result.page)?.score >= result.score)) results.set(result.page, result);
    }
    const total = Math.max(...answers.map((answer) => answer.total));
    const slots = answers.flatMap((answer) => answer.slots);
    return { ...answers[0], results: best([...results.values()]).slice(0, options.k), total, slots, read: words };
  }

  // Whether a text holds a character that is rare in Simplified Chinese, so that it may be a Traditional one: one that is
  // not in GB 2312, whose table every browser has.
  let common;
  function mayBeTraditional(text) {
    common ||= new Set(new TextDecoder("gbk").decode(Uint8Array.from({ length: 13536 }, (_, i) => (i % 2 ? 161 + ((i >> 1) % 94) : 176 + Math.floor(i / 188)))));
    return Array.from(text).some((c) => c >= "\u3400" && c <= "\u9fff" && !common.has(c));
  }

  async function simplify(index) {
    const pairs = Array.from(await index.file("f"));
    for (let i = 0; i < pairs.length; i += 2) simplified.set(pairs[i], pairs[i + 1]);
  }

  // What is the matter with a file that cannot be had: an older manifest's files are gone when the site is published
  // anew; then the new manifest is read, once, and the question asked again.
  const renewed = async (index) => {
    const { dir } = index.about;
    return index.open(true).then(() => index.about.dir !== dir, () => false);
  };

  // Finds pages: { results, total, counts, cover, slots, read?, near, failed }. `kind` is a collection's place, `about`
  // a page; what cannot be fetched is left out and said in `failed`.
  search.find = async (index, query, { k = 10, kind = -1, about = -1, read = false } = {}) => {
    const options = { k, kind, about };
    const asked = query.slice(0, LONGEST);
    if (!simplified.size && mayBeTraditional(asked)) await simplify(index).catch(() => {});
    const folded = fold(asked);
    search.expectReading(index, folded);
    const slots = search.slots(folded);
    const only = about < 0 ? null : new Set(await index.related(about));
    await Promise.all(slots.map((slot) => search.look(index, slot).catch(() => (slot.failed = true))));
    const failed = slots.some((slot) => slot.failed);
    if (failed && (await renewed(index))) return search.find(index, query, { ...options, read });
    const empty = slots.filter((slot) => !slot.lists.length && !slot.failed);
    if (!simplified.size && empty.some((slot) => slot.gram)) {
      await simplify(index);
      if (fold(asked) !== folded) return search.find(index, query, { ...options, read });
    }
    const words = !read && empty.length && empty.length === slots.length ? await search.read(index, folded) : [];
    if (words.length) return together(index, words, options);
    await Promise.all(empty.map((slot) => search.correct(index, slot)));
    const near = slots.length > 0 && slots.every((slot) => !slot.lists.length);
    if (near && failed) throw new Error("no part of the index could be fetched");
    if (near) await Promise.all(slots.map((slot) => search.approach(index, slot)));
    const all = (pages) => pages.map((page) => ({ page, part: index.firstPart[page], score: 1, cover: 1 }));
    let hits = slots.length ? search.score(index, slots) : all([...(only || [])]);
    if (only) hits = hits.filter((hit) => only.has(hit.page));
    const counts = index.kinds.map(() => 0);
    for (const hit of hits) counts[index.kindOf(hit.page)]++;
    if (kind >= 0) hits = hits.filter((hit) => index.kindOf(hit.page) === kind);
    const wanted = hits.slice(0, k);
    const results = await looked(index, wanted, search.squeeze(folded));
    return { results, total: hits.length, counts, cover: hits[0]?.cover || 0, slots, near, failed: failed || results.length < wanted.length };
  };
})();
