// Pinyin: what was typed in Latin letters into the Chinese names that it reads, whole or by initials, and into the
// pages that bear them.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const MOST = 3;

  // The names of a file of readings: [{ syllables, units, list }], a unit being a character or a Latin word.
  function readNames(text) {
    let reading = "", words = "";
    return text.split("\n").slice(0, -1).map((line) => {
      const at = line.indexOf(" "), end = line.indexOf("!");
      reading = reading.slice(0, search.value(line)) + line.slice(1, at);
      words = Array.from(words).slice(0, search.value(line.slice(at + 1))).join("") + line.slice(at + 2, end);
      return { syllables: reading.match(/[A-Z][a-z]*/g), units: words.match(/[a-z0-9_.'+#-]+|[^]/gu), list: line.slice(end + 1) };
    });
  }

  // How far the letters read the syllables from the first on, each whole or cut short: the number of syllables used
  // and of letters left out, the fewest first.
  function match(letters, syllables, at = 0, used = 0) {
    if (at === letters.length) return { used, left: 0 };
    if (used === syllables.length) return null;
    const syllable = syllables[used].toLowerCase();
    let most = 0;
    while (most < syllable.length && letters[at + most] === syllable[most]) most++;
    let best = null;
    for (let n = most; n > 0; n--) {
      const rest = match(letters, syllables, at + n, used + 1);
      const left = rest && rest.left + syllable.length - n;
      if (rest && (!best || left < best.left)) best = { used: rest.used, left };
      if (best && n === syllable.length) break;
    }
    return best;
  }

  // The letters of a query that may be read, or nothing.
  function readable(index, folded) {
    const letters = folded.replace(/[\s']/g, "").replace(/ü/g, "v");
    return /^[a-z]{2,}$/.test(letters) && index.about.readings.includes(letters[0]) ? letters : "";
  }

  // Whether the letters look like syllables or initials rather than a word; then, and among Chinese pages always, the
  // names are fetched at once.
  search.looksRead = (index, folded) => {
    const letters = readable(index, folded);
    const looks = /^([^aeiouv]{2,}|([bcdfghj-np-tw-z]?h?[aeiouv]+(ng?|r)?){2,})$/.test(letters);
    if (letters && (looks || /^zh/i.test(index.about.tag))) index.file(`p${letters[0]}`).catch(() => {});
    return looks;
  };

  // The likeliest names for a query in Latin letters, each as a slot that holds the pages with that name: none if it
  // cannot be one, or if the names were not asked for.
  search.read = async (index, folded) => {
    const letters = readable(index, folded);
    const file = `p${letters[0]}`;
    if (!letters || !index.kept.has(file)) return [];
    const found = new Map();
    for (const { syllables, units, list } of readNames(await index.file(file))) {
      const hit = match(letters, syllables);
      if (!hit) continue;
      // Initials alone say little: three of them at least, or the whole name.
      const whole = hit.used === syllables.length;
      if (hit.left && letters.length < 3 && !whole) continue;
      const cost = hit.left * 2 + (whole ? 0 : 1) + hit.used / 100;
      const term = units.slice(0, hit.used).join("");
      const slot = found.get(term) || { term, cost, weight: 1, lists: [] };
      slot.cost = Math.min(slot.cost, cost);
      slot.lists.push({ ...search.readList(list), damp: hit.used / syllables.length });
      found.set(term, slot);
    }
    return [...found.values()].sort((a, b) => a.cost - b.cost).slice(0, MOST);
  };
})();
