// A query into slots, and slots into the lists of pages that may fill them.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const { runs } = search.tokens;

  // Weights of what is not the very word; tuned on pages of documentation and on readers' questions.
  const weigh = (search.weigh = { small: 0.25, grown: 0.7, grownInTitle: 0.9, grownToo: 0.7, typo: 0.8, near: 0.3 });

  // Words that questions are made of: they say little of what is asked.
  const SMALL = new Set(
    ("a about after all also am an and any are as at be been before being but by can could did do does doing don't for from " +
      "get had has have he her here him his how i i'm if in into is it its just may me might more most much many my need no not " +
      "of off on one only or other our out over she should so some such than that the their them then there these they this " +
      "those to too up us very want was we were what when where which while who whom whose why will with would you your")
      .split(" ").map(search.tokens.stem));
  const SMALL_GRAMS = /什么|怎么|怎样|如何|哪些|哪个|哪里|为何|为什么|多少|几个|可以|需要|应该|应当|是否|能否|能不能|要不要|是不是|会不会|有没有|我想|想要|一个|一下|一些|[的了吗呢吧么]/gu;

  // The places in a run that small words take.
  function smallPlaces(text) {
    const small = new Set();
    for (const { 0: word, index } of text.matchAll(SMALL_GRAMS)) for (let i = 0; i < word.length; i++) small.add(index + i);
    return small;
  }

  // So many other words find a page without the small ones, whose lists are long.
  const ENOUGH = 5;

  // The slots of a folded query, each a term that a page should hold. The last word may be a beginning.
  search.slots = (folded) => {
    const slots = new Map();
    const all = runs(folded);
    all.forEach((run, i) => {
      const open = i === all.length - 1 && run.at + run.text.length === folded.length;
      const small = run.gram ? smallPlaces(run.text) : null;
      let at = 0;
      for (const term of run.tokens) {
        const isSmall = run.gram ? small.has(at) || (term.length > 1 && small.has(at + 1)) : SMALL.has(term);
        at += String.fromCodePoint(term.codePointAt(0)).length;
        const slot = slots.get(term) || { term, gram: run.gram, weight: isSmall ? weigh.small : 1, lists: [] };
        const begins = run.gram ? run.tokens.length === 1 && Array.from(term).length === 1 : open;
        if (begins) slot.begin = run.text;
        slots.set(term, slot);
      }
    });
    const list = [...slots.values()];
    const strong = list.filter((slot) => slot.weight >= 1);
    if (!strong.length) for (const slot of list) slot.weight = 1;
    return strong.length < ENOUGH ? list : strong;
  };

  const add = (slot, text, damp, grown) => slot.lists.push({ ...search.readList(text), damp, grown });

  // Fills a slot with the term itself and with what begins with it.
  // A word may be mistyped: the list to correct it by comes along with its shard, not after it.
  search.look = async (index, slot) => {
    const n = index.shardOf(slot.term, slot.gram);
    if (!index.lists.has(`t${n}`) && correctable(index, slot)) index.file(`v${slot.term[0]}`).catch(() => {});
    const [exact, ...further] = await Promise.all([index.shard(n), ...(slot.begin ? beginnings(index, slot) : [])]);
    const list = exact.get(slot.term);
    if (list) add(slot, list, 1);
    if (slot.begin) addLonger(slot, further, list);
  };

  // The shards of what begins with the letters of a slot: its own, and the next if that goes on with them.
  function beginnings(index, { begin, gram }) {
    const first = index.shardOf(begin, gram);
    return [first, ...(!gram && index.words[first + 1]?.startsWith(begin) ? [first + 1] : [])].map((n) => index.shard(n));
  }

  function addLonger(slot, shards, exact) {
    const { begin, gram } = slot;
    const longer = shards.flatMap((shard) => [...shard]).filter(([term]) => term.startsWith(begin) && term !== slot.term);
    longer.sort((a, b) => b[1].length - a[1].length);
    for (const [term, list] of longer.slice(0, 60)) {
      const damp = weigh.grown * (gram ? 1 : Math.sqrt(begin.length / term.length));
      add(slot, list, exact ? damp * weigh.grownToo : damp, true);
    }
  }

  const correctable = (index, { term, gram, weight }) => !gram && weight >= 1 && /^[a-z]{4,}$/.test(term) && index.about.vocabularies.includes(term[0]);

  // Fills an empty slot with words a slip or two away, from the list of words with its first letter: with all their
  // pages where they are in the shard that was looked into, else with the best of them.
  search.correct = async (index, slot) => {
    if (!correctable(index, slot)) return;
    const word = slot.term;
    const most = word.length > 7 ? 2 : 1;
    let best = [], least = most + 0.5;
    for (const entry of (await index.file(`v${word[0]}`)).split(" ")) {
      const [rest, pages] = entry.split("!");
      const known = word[0] + rest;
      for (const end of Math.abs(known.length - word.length) > most + 3 ? [] : ["", "s", "es", "e", "ed", "ing"]) {
        if (Math.abs(known.length + end.length - word.length) > most) continue;
        const slips = distance(word, known + end, most) + (end ? 0.1 : 0);
        if (slips < least) [best, least] = [[], slips];
        if (slips === least) best.push([known, pages]);
      }
    }
    const own = await index.shard(index.shardOf(word, false));
    slot.meant = best.slice(0, 4).map(([known, pages]) => {
      add(slot, own.get(known) || pages, weigh.typo);
      return known;
    });
  };

  // Fills an empty slot with its neighbours in the shard: what to offer when nothing else is found.
  search.approach = async (index, slot) => {
    const start = slot.gram ? Array.from(slot.term)[0] : slot.term.slice(0, 3);
    const shard = await index.shard(index.shardOf(slot.term, slot.gram));
    const near = [...shard].filter(([term]) => term.startsWith(start)).sort((a, b) => b[1].length - a[1].length);
    for (const [, list] of near.slice(0, 12)) add(slot, list, weigh.near, true);
  };

  // Slips between two words, neighbours swapped counting as one; Infinity when there are more than `most`.
  function distance(a, b, most) {
    let before = [];
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] + 1 : Infinity;
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), swapped);
      }
      if (Math.min(...next) > most) return Infinity;
      [before, row] = [row, next];
    }
    return row[b.length] > most ? Infinity : row[b.length];
  }
})();
