// Asks the handbook's search what its readers ask and says how often the page that answers comes early:
//
//   node tests/search/questions.mjs PUBLIC_DIR [--all]
//
// There are two sets. questions.jsonl is no clean test: early choices of ranking were tried against it, and hidden
// labels of the content were written by people who knew it. questions-second.jsonl was written before any change that
// followed it, and no weight was tuned to it; the labels were written by the same hand, without answering it, so that
// only questions from new readers would be quite independent. None holds more than half of the words of the title that
// it was written for, which is checked here too. `--all` prints every question with the rank of its page, else only
// those whose page is not among the first three.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { client, serve, siteOf } from "./client.mjs";

const [folder, ...flags] = process.argv.slice(2);
const SETS = { "questions.jsonl": 0.5, "questions-second.jsonl": 0.25 };
const site = siteOf(folder);
serve(folder);
const search = client(fs.readFileSync(site.client, "utf8"));
search.base = `http://site/${path.relative(folder, site.index)}/`;

const titles = new Map();

// The titles of the pages that are meant, from the pages themselves.
function titleOf(page) {
  if (!titles.has(page)) {
    const html = fs.readFileSync(path.join(folder, page, "index.html"), "utf8");
    const text = /<h1[^>]*>(.*?)<\/h1>/s.exec(html)[1].replace(/<[^>]*>/g, "").replace(/&amp;/g, "&").trim();
    titles.set(page, text);
  }
  return titles.get(page);
}

// The first page meant is the one that the question was written for.
function sharedWords(question) {
  const words = new Set(search.tokens.tokens(titleOf(question.rel[0])));
  const held = new Set(search.tokens.tokens(question.q));
  return [...words].filter((word) => held.has(word)).length / words.size;
}

for (const [set, floor] of Object.entries(SETS)) await ask(set, floor);

async function ask(set, floor) {
  const ranks = new Map();
  const questions = fs.readFileSync(new URL(set, import.meta.url), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  for (const locale of new Set(questions.map(({ lang }) => lang))) {
    const index = await new search.Index(locale).open();
    for (const question of questions.filter(({ lang }) => lang === locale)) {
      const { results } = await search.find(index, question.q, { k: 10 });
      const rank = results.findIndex((result) => question.rel.includes(result.record.url)) + 1;
      ranks.set(question, rank);
      assert.ok(sharedWords(question) <= 0.5, `${question.q}: more than half of “${titleOf(question.rel[0])}”`);
      if (flags.includes("--all") || rank === 0 || rank > 3) {
        console.log(`${String(rank || "–").padStart(2)}  ${question.q}  →  ${results.slice(0, 3).map((r) => r.record.title).join(" | ")}`);
      }
    }
    const own = questions.filter(({ lang }) => lang === locale).map((question) => ranks.get(question));
    const share = (test) => (own.filter(test).length / own.length).toFixed(2);
    const mrr = own.reduce((sum, rank) => sum + (rank && 1 / rank), 0) / own.length;
    console.log(`${set}, ${locale}: ${own.length} questions, MRR ${mrr.toFixed(3)}, first ${share((r) => r === 1)}, in three ${share((r) => r > 0 && r < 4)}, in ten ${share((r) => r > 0)}`);
    assert.ok(mrr >= floor, `${set}, ${locale}: MRR below ${floor}`);
  }
}
