// Slots into pages, best first; then a second look at the texts of the best.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const { fold } = search.tokens;
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

  // The pages that bear one of some names, each by the name that it bears best.
  function bearers(index, names) {
    const pages = new Map();
    for (const slot of names) {
      for (const hit of search.score(index, [slot])) {
        hit.score /= 1 + slot.cost - names[0].cost;
        if (!(pages.get(hit.page)?.score >= hit.score)) pages.set(hit.page, { ...hit, words: slot.term });
      }
    }
    return best([...pages.values()]);
  }

  // The pages of an answer as results with their texts; those that cannot be fetched are left out.
  async function looked(index, hits, query) {
    const results = await Promise.all(hits.map(async (hit) => {
      const { texts } = index.about;
      const file = await index.file(`d${Math.floor(hit.part / texts)}`).catch(() => null);
      if (file === null) return null;
      const record = search.readRecord(file.split("\r")[hit.part % texts]);
      return { ...hit, record, kind: index.kindOf(hit.page), score: hit.score * search.lookAgain(record, hit.words || query) };
    }));
    return best(results.filter(Boolean));
  }

  const best = (hits) => hits.sort((a, b) => b.score - a.score || a.page - b.page);

  // What is the matter with a file that cannot be had: an older manifest's files are gone when the site is published
  // anew; then the new manifest is read, once, and the question asked again.
  const renewed = async (index) => {
    const { dir } = index.about;
    return index.open(true).then(() => index.about.dir !== dir, () => false);
  };

  // The answer to letters that were read as names, and below it what a search for these words finds.
  search.fuller = async (index, answer, options) => {
    const answers = await Promise.all(answer.read.map((words) => search.find(index, words, options)));
    const pages = new Set(answer.results.map((result) => result.page));
    const more = best(answers.flatMap(({ results }) => results)).filter(({ page }) => !pages.has(page) && pages.add(page));
    const [{ counts, total }] = answers.sort((a, b) => b.total - a.total);
    return { ...answer, results: [...answer.results, ...more].slice(0, options.k), counts, total: Math.max(total, pages.size) };
  };

  // Finds pages: { results, total, counts, cover, slots, read?, near, failed }. `kind` is a collection's place, `about`
  // a page; what cannot be fetched is left out and said in `failed`. Letters that read as names find the pages that
  // bear them.
  search.find = async (index, query, { k = 10, kind = -1, about = -1 } = {}) => {
    const folded = fold(query.slice(0, LONGEST));
    const looksRead = search.looksRead(index, folded);
    let slots = search.slots(folded);
    const [related] = await Promise.all([about < 0 ? null : index.related(about),
      ...slots.map((slot) => search.look(index, slot).catch(() => (slot.failed = true)))]);
    const failed = slots.some((slot) => slot.failed);
    if (failed && (await renewed(index))) return search.find(index, query, { k, kind, about });
    const nothing = () => slots.length > 0 && slots.every((slot) => !slot.lists.length);
    const asRead = async (now) => (now && nothing() && !failed ? search.read(index, folded) : []);
    let names = await asRead(looksRead);
    if (!names.length) {
      await Promise.all(slots.map((slot) => slot.lists.length || slot.failed || search.correct(index, slot)));
      names = await asRead(!looksRead);
    }
    const near = nothing() && !names.length;
    if (near && failed) throw new Error("no part of the index could be fetched");
    if (near) await Promise.all(slots.map((slot) => search.approach(index, slot)));
    const only = related && new Set(related);
    const all = (pages) => pages.map((page) => ({ page, part: index.firstPart[page], score: 1, cover: 1 }));
    let hits = names.length ? bearers(index, names) : slots.length ? search.score(index, slots) : all([...(only || [])]);
    if (only) hits = hits.filter((hit) => only.has(hit.page));
    const counts = index.kinds.map(() => 0);
    for (const hit of hits) counts[index.kindOf(hit.page)]++;
    if (kind >= 0) hits = hits.filter((hit) => index.kindOf(hit.page) === kind);
    const wanted = hits.slice(0, k);
    const results = await looked(index, wanted, search.squeeze(folded));
    const read = names.length ? names.map((slot) => slot.term) : undefined;
    if (read) slots = read.flatMap((words) => search.slots(words));
    return { results, total: hits.length, counts, cover: hits[0]?.cover || 0, slots, read, near, failed: failed || results.length < wanted.length };
  };
})();
