// Answers queries over a built site with the client's own code: query.mjs PUBLIC_DIR < queries.jsonl
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import zlib from "node:zlib";

const root = path.resolve(process.argv[2]);
const gz = (bytes) => zlib.gzipSync(bytes, { level: 9 }).length;
const sizes = new Map();
let bytes = 0, requests = 0;
globalThis.fetch = async (url) => {
  const file = path.join(root, decodeURIComponent(new URL(url).pathname));
  requests++;
  let data;
  try { data = fs.readFileSync(file); } catch { return { ok: false, status: 404 }; }
  if (!sizes.has(file)) sizes.set(file, gz(data));
  bytes += sizes.get(file);
  return { ok: true, status: 200, text: async () => data.toString("utf8") };
};
const src = process.env.CLIENT || path.join(import.meta.dirname, "../../themes/default/assets/search-client.js");
const client = fs.readdirSync(src).sort().filter((f) => !/dialog/.test(f)).map((f) => fs.readFileSync(path.join(src, f), "utf8")).join("\n").split("\n").map((l) => l.trim()).filter((l) => l && !l.startsWith("//")).join("\n");
vm.runInThisContext(client);
const lib = gz(client);
const search = globalThis.bifoldSearch;
search.base = "http://site/assets/search/";
for (const [k, v] of Object.entries(JSON.parse(process.env.TUNE || "{}"))) search.rank[k] = v;
process.stderr.write(`client ${lib}\n`);
const queries = fs.readFileSync(0, "utf8").split("\n").filter(Boolean).map((l) => JSON.parse(l));
const warm = {};
for (const q of queries) {
  const locale = q.xlang ? "en" : q.lang;
  let cold;
  if (!process.env.FAST) {
    bytes = 0; requests = 0;
    await search.find(await new search.Index(locale).open(), q.q, { k: q.k });
    cold = bytes + lib;
    search.tokens.simplified.clear();
  }
  const index = await new search.Index(locale).open();
  const used = warm[locale];
  // one more query in a warm session: the first query of the session is kept
  if (used) { index.kept = new Map(used.kept); }
  bytes = 0; const before = requests;
  const t = performance.now();
  const answer = await search.find(index, q.q, { k: q.k });
  const ms = performance.now() - t;
  if (!used) warm[locale] = { kept: new Map(index.kept) };
  search.tokens.simplified.clear();
  process.stdout.write(JSON.stringify({ qid: q.qid, results: answer.results.map((r) => r.record.url), ms, bytes, bytes_cold: cold, requests: requests - before }) + "\n");
}
