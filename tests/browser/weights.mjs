// What a page weighs on its way to a reader, compressed: `node tests/browser/weights.mjs [SITE]` prints a table.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { packed } from "./host.mjs";

// One page of each kind, below a language.
export const KINDS = {
  home: "",
  chapters: "chapters/",
  chapter: "chapters/life-of-an-ml-project/",
  roles: "roles/",
  role: "roles/data-engineer/",
  skills: "skills/",
  skill: "skills/databases/",
  move: "moves/data-engineer/machine-learning-engineer/",
  compare: "compare/",
  pair: "compare/data-engineer/machine-learning-engineer/",
  "career map": "map/",
  "skill map": "map/skills/",
  "my skills": "my-skills/",
  parallel: "parallel/chapters/pay/",
  search: "search/",
  sources: "sources/",
  print: "print/",
  lost: "404.html",
};

const sent = (file) => packed(file, true).bytes.length;

// The scripts and styles that a page names, as files. Pages of a host's own 404 name them by the path of the host.
function named(html, file, site, pattern) {
  return [...html.matchAll(pattern)].map(([, address]) => {
    const below = address.match(/(?:^|\/)assets\/.*|(?:^|\/)[a-z-]+\/data\/.*/);
    return address.startsWith("/") ? path.join(site, below[0]) : path.resolve(path.dirname(file), address);
  });
}

// Bytes of the HTML, the style sheets and the scripts of a page. Scripts of the search are counted apart.
export function weigh(site, address) {
  let file = path.join(site, address);
  if (address.endsWith("/") || address === "") file = path.join(file, "index.html");
  const html = fs.readFileSync(file, "utf8");
  const sum = (files) => files.reduce((total, one) => total + sent(one), 0);
  const scripts = named(html, file, site, /<script[^>]* src="([^"]+)"/g);
  const search = scripts.filter((one) => /^search[.-]/.test(path.basename(one)));
  const weight = {
    html: sent(file),
    css: sum(named(html, file, site, /<link rel="stylesheet" href="([^"]+)"/g)),
    js: sum(scripts.filter((one) => !search.includes(one))),
    search: sum(search),
  };
  return { ...weight, all: weight.html + weight.css + weight.js + weight.search };
}

// All style sheets of the theme together, with that of the search, which comes when it is opened.
export function sheets(site) {
  const folder = path.join(site, "assets");
  return fs.readdirSync(folder).filter((name) => name.endsWith(".css")).map((name) => [name.replace(/\..*/, ""), sent(path.join(folder, name))]);
}

function print(site) {
  const kilo = (bytes) => (bytes / 1024).toFixed(1);
  for (const locale of ["zh", "en"]) {
    console.log(`\n${locale}: KB, compressed`);
    console.table(Object.fromEntries(Object.entries(KINDS).map(([kind, address]) => {
      const weight = weigh(site, `${locale}/${address}`);
      return [kind, Object.fromEntries(Object.entries(weight).map(([part, bytes]) => [part, kilo(bytes)]))];
    })));
  }
  console.log(`style sheets: ${sheets(site).map(([name, bytes]) => `${name} ${kilo(bytes)}`).join(", ")}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv[2]) print(process.argv[2]);
  else {
    const root = path.resolve(import.meta.dirname, "../..");
    const site = fs.mkdtempSync(path.join(os.tmpdir(), "bifold-"));
    try {
      execFileSync("cargo", ["run", "--quiet", "--", "build", "--quiet", "--out", path.join(site, "site")], { cwd: root, stdio: "inherit" });
      print(path.join(site, "site"));
    } finally {
      fs.rmSync(site, { recursive: true });
    }
  }
}
