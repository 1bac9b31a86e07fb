// The sentences of a text to show, with the places to mark.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const { fold, runs } = search.tokens;

  // A text folded character by character, and for each of its characters where it was.
  function foldedMap(text) {
    let folded = "";
    const at = [];
    let place = 0;
    for (const c of text) {
      for (const unit of fold(c).split("")) {
        folded += unit;
        at.push(place);
      }
      place += c.length;
    }
    at.push(place);
    return { folded, at };
  }

  // The places in a text that the slots speak of: [[from, to]…], apart and in order.
  function places(text, wanted) {
    const { folded, at } = foldedMap(text);
    const found = [];
    for (const run of runs(folded)) {
      if (!run.gram) {
        if (run.tokens.some((term) => wanted.terms.has(term)) || wanted.begins.some((begin) => run.text.startsWith(begin))) {
          found.push([at[run.at], at[run.at + run.text.length]]);
        }
        continue;
      }
      let from = run.at;
      for (const term of run.tokens) {
        const step = String.fromCodePoint(term.codePointAt(0)).length;
        if (wanted.terms.has(term) || wanted.begins.some((begin) => term.startsWith(begin))) {
          const [start, end] = [at[from], at[from + term.length]];
          const last = found[found.length - 1];
          if (last && start <= last[1]) last[1] = Math.max(last[1], end);
          else found.push([start, end]);
        }
        from += step;
      }
    }
    return found;
  }

  const wantedOf = (slots) => {
    const strong = slots.filter((slot) => slot.weight >= 1);
    return {
      terms: new Set(strong.flatMap((slot) => [slot.term, ...(slot.meant || [])])),
      begins: strong.map((slot) => slot.begin).filter(Boolean),
    };
  };

  const WIDE = /[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/;
  const width = (text) => Array.from(text).reduce((sum, c) => sum + (WIDE.test(c) ? 2.6 : 1), 0);

  // A line of about 160 letters around the places, as [words, marked] pairs.
  function excerpt(text, marks, room = 160) {
    let from = 0, to = text.length;
    if (width(text) > room) {
      const first = marks[0]?.[0] || 0;
      const back = text.slice(0, first);
      const stop = Math.max(...["。", "！", "？", "；", ". ", "，", ", "].map((mark) => back.lastIndexOf(mark) + mark.length), 0);
      from = width(text.slice(stop, first)) < room / 3 && (stop > 1 || first < room / 4) ? (stop > 1 ? stop : 0) : nearStart(text, first, room / 4);
      to = from;
      for (let used = 0; to < text.length && used < room; to++) used += WIDE.test(text[to]) ? 2.6 : 1;
      to = wordStart(text, from, to);
    }
    const pieces = from > 0 ? [["… ", false]] : [];
    let at = from;
    for (const [start, end] of marks) {
      if (start < at || end > to) continue;
      pieces.push([text.slice(at, start), false], [text.slice(start, end), true]);
      at = end;
    }
    pieces.push([text.slice(at, to) + (to < text.length ? " …" : ""), false]);
    return pieces.filter(([words]) => words);
  }

  // Where a word that `to` falls into begins; `to` itself when nothing else stands before it. Chinese may end anywhere.
  function wordStart(text, from, to) {
    const isInWord = (at) => at < text.length && !WIDE.test(text[at]) && text[at].trim();
    let at = to;
    while (at > from && isInWord(at) && isInWord(at - 1)) at--;
    return at > from ? from + text.slice(from, at).trimEnd().length : to;
  }

  function nearStart(text, first, room) {
    let from = first;
    for (let used = 0; from > 0 && used < room; from--) used += WIDE.test(text[from - 1]) ? 2.6 : 1;
    const space = text.indexOf(" ", from);
    return from > 0 && !WIDE.test(text[from]) && space > 0 && space < first ? space + 1 : from;
  }

  // What to show of a result: its title with marks, and up to `most` sections, each with a sentence.
  search.show = (result, slots, most = 3) => {
    const wanted = wantedOf(slots);
    const { record } = result;
    const sections = record.sections.map((section, order) => {
      const heading = places(section.heading, wanted);
      const lines = section.lines.map((line) => ({ line, marks: places(line, wanted) }));
      const best = lines.reduce((a, b) => (marked(b) > marked(a) ? b : a), lines[0] || { line: "", marks: [] });
      const worth = 3 * heading.length + lines.reduce((sum, line) => sum + Math.min(line.marks.length, 4), 0);
      return { id: section.id, heading: excerpt(section.heading, heading), text: best.line && excerpt(best.line, best.marks), worth, order };
    });
    const worthy = sections.filter((section) => section.worth).sort((a, b) => b.worth - a.worth || a.order - b.order);
    const shown = worthy.length ? worthy.slice(0, most) : sections.filter((section) => section.text).slice(0, 1);
    return { title: excerpt(record.title, places(record.title, wanted), 1000), sections: shown };
  };

  // A word as results spell it, of which only the stem is known.
  search.spelt = (results, stem) => {
    for (const { record } of results) {
      const lines = record.sections.flatMap((section) => [section.heading, ...section.lines]);
      for (const text of [record.title, ...record.names, ...lines]) {
        const run = runs(fold(text)).find(({ tokens }) => tokens[0] === stem);
        if (run) return run.text;
      }
    }
    return stem;
  };

  const marked = ({ marks }) => marks.reduce((sum, [from, to]) => sum + to - from, 0);
})();
