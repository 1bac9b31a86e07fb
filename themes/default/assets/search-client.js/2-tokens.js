// Texts into tokens, as src/search/{fold,stem,tokens}.rs does it; tests/search/tokens.json holds both to it.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const GRAM =
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\u3005\\u3007\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc\\uac00-\\ud7a3" +
    "\\u0e01-\\u0e4e\\u0e81-\\u0ece\\u1000-\\u103f\\u1780-\\u17d3\\uf900-\\ufaff\\u{20000}-\\u{323af}";
  const WORD = `(?:(?![${GRAM}])[\\p{Alphabetic}\\p{N}_])+`;
  const RUN = new RegExp(`[${GRAM}]+|${WORD}(?:[.'+#-]${WORD})*[+#]*`, "gu");
  const IS_GRAM = new RegExp(`^[${GRAM}]`, "u");
  const LONGEST = 32;

  // Traditional characters and their Simplified forms, those that an index named; and what matches one of them.
  const simplified = new Map();
  let traditional, known = -1;

  function fold(text) {
    const plain = text.normalize("NFKC").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .normalize("NFC").replace(/[\u00ad\u200b-\u200d\u2060\ufeff\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu, "")
      .replace(/[\u2018\u2019\u02bc]/g, "'").replace(/\u2010/g, "-").replace(/ς/g, "σ");
    if (known !== simplified.size) {
      known = simplified.size;
      traditional = new RegExp(`[${[...simplified.keys()].join("")}]`, "g");
    }
    return plain.replace(traditional, (c) => simplified.get(c));
  }

  function stem(word) {
    if (word.length <= 3 || /[^a-z]/.test(word)) return word;
    if (word.endsWith("ies") && word.length > 4) word = word.slice(0, -3) + "y";
    else if (/(ss|ch|sh|x|z)es$/.test(word)) word = word.slice(0, -2);
    else if (/s$/.test(word) && !/[sui]s$/.test(word)) word = word.slice(0, -1);
    if (word.endsWith("ied") && word.length > 4) word = word.slice(0, -3) + "y";
    else if (/[aeiouy].*ing$/.test(word) && word.length > 5) word = word.slice(0, -3);
    else if (/[aeiouy].*ed$/.test(word) && !/eed$/.test(word) && word.length > 4) word = word.slice(0, -2);
    if (word.length > 3 && word.endsWith("ie")) word = word.slice(0, -2) + "y";
    else if (word.length > 3 && word.endsWith("e")) word = word.slice(0, -1);
    return word.length > 3 && /([^aeiou])\1$/.test(word) ? word.slice(0, -1) : word;
  }

  const size = (text) => Array.from(text).length;

  // The runs of a folded text, each with its tokens: [{ text, at, gram, tokens }].
  function runs(folded) {
    const found = [];
    for (const { 0: text, index } of folded.matchAll(RUN)) {
      const gram = IS_GRAM.test(text);
      const tokens = gram ? grams(Array.from(text)) : words(text);
      if (tokens.length) found.push({ text, at: index, gram, tokens });
    }
    return found;
  }

  const grams = (run) => (run.length < 2 ? run : run.slice(1).map((c, i) => run[i] + c));

  function words(text) {
    const name = text.endsWith("'s") ? text.slice(0, -2) : text;
    if (!/[^_]/.test(name)) return [];
    const parts = name.split(/[._'+#-]+/).filter(Boolean);
    return [name, ...(parts.length > 1 ? parts : [])].filter((word) => size(word) <= LONGEST).map(stem);
  }

  search.tokens = { fold, stem, runs, simplified, tokens: (text) => runs(fold(text)).flatMap((run) => run.tokens) };
})();
