// Measures how long `bifold serve` takes from the write of a source file to the answer that shows it.
//
//     node tests/latency.mjs SITE [--edits N] [--only "KIND;KIND"] [--bifold PATH] [--gap MS] [--verbose]
//
// SITE is the folder of a site with chapters that name skills, and roles; it is copied, and the copy is edited. Each kind
// of edit is made N times (15) after one that is not counted, with a rest between (500 ms: the server goes on with what
// nobody has asked for, so that the next edit interrupts it, as an author would). The clock starts right before the
// write; an edit is served when an answer that shows it has been read whole. Prints one row a kind.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";

const [site, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(`--${name}`) ? rest[rest.indexOf(`--${name}`) + 1] : otherwise);
if (!site) {
  console.error(`usage: node tests/latency.mjs SITE [--edits N] [--only "KIND;KIND"] [--bifold PATH] [--gap MS] [--verbose]`);
  process.exit(2);
}
const edits = Number(option("edits", "15"));
const gap = Number(option("gap", "500"));
const bifold = option("bifold", "target/release/bifold");
const verbose = rest.includes("--verbose");
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const root = join(mkdtempSync(join(tmpdir(), "bifold-latency-")), "site");
cpSync(site, root, { recursive: true });

// What is edited, and the pages that show it.

const config = readFileSync(join(root, "site.toml"), "utf8");
const locale = /^default_language\s*=\s*"(.+?)"/m.exec(config)[1];
const chosen = (collection, field) => {
  const folder = join(root, "content", collection);
  const files = readdirSync(folder).filter((name) => name.endsWith(`.${locale}.md`)).sort();
  const found = files.slice(Math.min(10, files.length - 1)).find((name) => field.test(readFileSync(join(folder, name), "utf8")));
  if (!found) throw new Error(`no file in content/${collection} has ${field}`);
  return { path: join(folder, found), slug: found.slice(0, -`.${locale}.md`.length) };
};
const skills = /^skills = \[(?:.*, )?"(.+?)"\]$/m;
const essential = /(essential = \[(?:.*?, )?)"([^"]+)"\]/m;
const chapter = chosen("chapters", skills);
const role = chosen("roles", essential);
const neighbour = new RegExp(`"${chapter.slug}",\\s*"(.+?)"`).exec(config)?.[1];
const page = (...parts) => `/${[locale, ...parts].join("/")}/`;
const own = page("chapters", chapter.slug);

const mark = (number) => `zmark${number}q`;
const append = (text, number) => `${text.trimEnd()}\n\n${mark(number)}\n`;
const middle = (text, number) => {
  const blocks = text.split("\n\n");
  const prose = blocks.map((block, at) => [block, at]).filter(([block]) => /^\p{L}/u.test(block));
  blocks[prose[prose.length >> 1][1]] += ` ${mark(number)}`;
  return blocks.join("\n\n");
};
const title = (text, number) => text.replace(/^title = "(.*)"$/m, (_, old) => `title = "${old} ${mark(number)}"`);
const without = (pattern) => (text, number) =>
  number % 2 ? text : text.replace(pattern, (all) => all.replace(/(?:, )?"[^"]+"\]$/, "]"));
const last = (pattern, group, path) => pattern.exec(readFileSync(path, "utf8"))[group];

const kinds = {
  append: { file: chapter, address: own, edit: append },
  middle: { file: chapter, address: own, edit: middle },
  "title, its page": { file: chapter, address: own, edit: title },
  "title, a neighbour": { file: chapter, address: page("chapters", neighbour), edit: title },
  "title, the list of chapters": { file: chapter, address: page("chapters"), edit: title },
  "chapter's skills, its page": { file: chapter, address: own, edit: without(skills) },
  "chapter's skills, the skill": {
    file: chapter,
    address: page("skills", last(skills, 1, chapter.path)),
    edit: without(skills),
  },
  "role's skills, its page": { file: role, address: page("roles", role.slug), edit: without(essential) },
  "role's skills, the skill": {
    file: role,
    address: page("skills", last(essential, 2, role.path)),
    edit: without(essential),
  },
};

// The server and what it answers.

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
const port = await freePort();
const flags = ["serve", "--root", root, "--port", String(port), ...(verbose ? ["--verbose"] : ["--quiet"])];
const server = spawn(bifold, flags, { stdio: ["ignore", "ignore", verbose ? "inherit" : "ignore"] });
server.on("exit", (code) => code && (console.error(`bifold ended: ${code}`), process.exit(1)));

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const get = (path) =>
  new Promise((resolve, reject) => {
    const request = http.get({ agent, host: "127.0.0.1", port, path, headers: { host: `localhost:${port}` } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, body: Buffer.concat(parts) }));
    });
    request.on("error", reject);
  });
// A connection is closed by the server after some requests.
const body = async (path) => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await get(path);
    } catch (error) {
      if (tries > 200) throw error;
      await pause(tries ? 50 : 0);
    }
  }
};

async function served(kind, number) {
  const original = kind.original;
  const text = kind.edit(original, number);
  const before = (await body(kind.address)).body;
  const isMarked = text.includes(mark(number));
  const start = performance.now();
  writeFileSync(kind.file.path, text);
  for (;;) {
    const answer = await body(kind.address);
    const now = performance.now();
    const shows = isMarked ? answer.body.includes(mark(number)) : !answer.body.equals(before);
    if (answer.status === 200 && shows) return now - start;
    if (now - start > 60_000) throw new Error(`${kind.address} never showed the change`);
    await pause(1);
  }
}

const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.round((sorted.length - 1) * part))].toFixed(1);

try {
  while ((await body(own)).status !== 200) await pause(100);
  const only = option("only", "").split(";").filter(Boolean);
  const row = (...cells) => console.log(`${cells[0].padEnd(30)}${cells.slice(1).map((cell) => String(cell).padStart(9)).join("")}`);
  row("ms from write to answer", "least", "median", "p95", "most", "load");
  for (const [name, kind] of Object.entries(kinds)) {
    if (only.length && !only.some((part) => name.startsWith(part))) continue;
    kind.original = readFileSync(kind.file.path, "utf8");
    const times = [];
    for (let number = 0; number <= edits; number += 1) {
      const time = await served(kind, number);
      if (number) times.push(time);
      await pause(gap);
    }
    writeFileSync(kind.file.path, kind.original);
    await pause(gap * 2);
    times.sort((a, b) => a - b);
    row(name, at(times, 0), at(times, 0.5), at(times, 0.95), at(times, 1), loadavg()[0].toFixed(1));
  }
} finally {
  server.kill("SIGINT");
  agent.destroy();
  rmSync(join(root, ".."), { recursive: true, force: true });
}
