// Pinyin: what was typed in Latin letters into the Chinese names that it reads, whole or by initials.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const MOST = 3;

  // The names of a file of readings: [{ syllables, units }], a unit being a character or a Latin word.
  function readNames(text) {
    let reading = "", words = "";
    return text.split("\n").slice(0, -1).map((line) => {
      const at = line.indexOf(" ");
      reading = reading.slice(0, search.value(line)) + line.slice(1, at);
      words = Array.from(words).slice(0, search.value(line.slice(at + 1))).join("") + line.slice(at + 2);
      return { syllables: reading.match(/[A-Z][a-z]*/g), units: words.match(/[a-z0-9_.'+#-]+|[^]/gu) };
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

  // Fetches the names early where the letters look like syllables or initials and like no English word.
  search.expectReading = (index, folded) => {
    const letters = readable(index, folded);
    if (/^([^aeiouv]{3,}|([bcdfghj-np-tw-z]h?[aeiouv]+(ng?|r)?){2,})$/.test(letters)) index.file(`p${letters[0]}`).catch(() => {});
  };

  // The likeliest names for a query in Latin letters; none if it cannot be one.
  search.read = async (index, folded) => {
    const letters = readable(index, folded);
    if (!letters) return [];
    const found = new Map();
    for (const { syllables, units } of readNames(await index.file(`p${letters[0]}`))) {
      const hit = match(letters, syllables);
      if (!hit) continue;
      // Initials alone say little: three of them at least, or the whole name.
      const whole = hit.used === syllables.length;
      if (hit.left && letters.length < 3 && !whole) continue;
      const cost = hit.left * 2 + (whole ? 0 : 1) + hit.used / 100;
      const words = units.slice(0, hit.used).join("");
      if (!found.has(words) || found.get(words) > cost) found.set(words, cost);
    }
    return [...found].sort((a, b) => a[1] - b[1]).slice(0, MOST).map(([words]) => words);
  };
})();
