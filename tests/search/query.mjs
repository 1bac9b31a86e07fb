// Answers queries over a built site with the code that its pages serve:
//
//   node tests/search/query.mjs PUBLIC_DIR < queries.jsonl
//
// A query is a line {"qid","lang","q","k","xlang"?}, an answer
// {"qid","results","ms","bytes","bytes_cold","requests","trips"}.
// `bytes_cold`, `requests` and `trips` are of a fresh session: everything that opening the search loads (bootstrap,
// client, stylesheet, manifest) and what the query asks for; of its round trips, one after the other, the first is the
// manifest's, beside the client's. `bytes` is the same query as the second of a session, after the
// query before it. All through the client's own loader; sizes are of gzip −9. `ms` is the second query's time, JSON
// and decoding included, the disk and the network not.
import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";
import { client, serve, siteOf } from "./client.mjs";

const folder = process.argv[2];
const site = siteOf(folder);
const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, zlib.gzipSync(fs.readFileSync(file), { level: 9 }).length);
  return sizes.get(file);
};
const weigh = (files) => files.reduce((sum, file) => sum + size(file), 0);

let asked = [];
let trips = 0;
serve(folder, (file) => asked.push(file), () => trips++);
const search = client(fs.readFileSync(site.client, "utf8"));
search.base = `http://site/${path.relative(folder, site.index)}/`;
const collect = () => asked.splice(0);

// A session: nothing is kept from the one before.
async function begin(locale) {
  search.tokens.simplified.clear();
  return new search.Index(locale).open();
}

// A language of the site: the one asked for (`zh`, or `zh-Hans` for `zh`), if there is one.
function localeOf(lang) {
  const short = (tag) => String(tag).toLowerCase().split("-")[0];
  return site.locales.find((locale) => locale === lang) ?? site.locales.find((locale) => short(locale) === short(lang));
}

const queries = fs.readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const before = new Map();
for (const { qid, lang, q: asked, k = 10, xlang } of queries) {
  const q = String(asked ?? "");
  const locale = localeOf(xlang ? "en" : lang) ?? localeOf(lang) ?? site.locales[0];
  collect();
  trips = 0;
  await search.find(await begin(locale), q, { k });
  const cold = [...site.files, ...new Set(collect())];
  const serial = trips;
  const index = await begin(locale);
  await search.find(index, before.get(locale) ?? "search", { k });
  collect();
  const start = performance.now();
  const answer = await search.find(index, q, { k });
  const ms = performance.now() - start;
  before.set(locale, q);
  const results = answer.results.map((result) => result.record.url);
  console.log(JSON.stringify({ qid, results, ms, bytes: weigh([...new Set(collect())]), bytes_cold: weigh(cold), requests: cold.length, trips: serial }));
}
