// The texts of results: what they add to the ranking.
(() => {
  "use strict";
  const search = globalThis.bifoldSearch;
  const { fold } = search.tokens;
  const gain = (search.gain = { equal: 2, starts: 0.8, holds: 0.4, headingEqual: 0.8, headingHolds: 0.3, text: 0.4, more: 0.1 });

  // A part of a page as the index wrote it.
  search.readRecord = (text) => {
    const [url, title, names, place, ...lines] = text.split("\n");
    const [group, lang] = place.split("\t");
    const sections = [{ id: "", heading: "", lines: [] }];
    for (const line of lines) {
      if (line[0] === "\t") {
        const [, id, heading] = line.split("\t");
        sections.push({ id, heading, lines: [] });
      } else sections[sections.length - 1].lines.push(line);
    }
    return { url, title, names: names ? names.split("\t") : [], group, lang, sections };
  };

  // A text without marks and double spaces, to compare.
  const squeeze = (search.squeeze = (text) => fold(text).replace(/[^\p{Alphabetic}\p{N}+#]+/gu, " ").trim());

  const level = (text, query, equal, starts, holds) =>
    text === query ? equal : text.startsWith(query) ? starts : text.includes(query) ? holds : 0;

  // What names and headings that equal or hold the query add, and the query itself in the text.
  search.lookAgain = (record, query) => {
    if (!query) return 1;
    const name = (text) => level(squeeze(text), query, gain.equal, gain.starts, gain.holds);
    let heading = 0, times = 0;
    for (const section of record.sections) {
      heading = Math.max(heading, level(squeeze(section.heading), query, gain.headingEqual, gain.headingHolds, gain.headingHolds));
      times += squeeze(section.lines.join(" ")).split(query).length - 1;
    }
    return 1 + Math.max(...[record.title, ...record.names].map(name)) + heading + (times && gain.text + gain.more * Math.min(8, times - 1));
  };
})();
