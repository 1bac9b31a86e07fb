// The client's own code in node: its pieces as the theme keeps them, or the script that a built site serves.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const PIECES = path.join(import.meta.dirname, "../../themes/default/assets/search-client.js");

// Joins the pieces as `theme::pieces` does.
export function pieces() {
  const lines = fs.readdirSync(PIECES).sort().flatMap((name) => fs.readFileSync(path.join(PIECES, name), "utf8").split("\n"));
  return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("//")).map((line) => `${line}\n`).join("");
}

// Runs the script in this process and hands out what it defines.
export function client(script = pieces()) {
  vm.runInThisContext(script, { filename: "search-client.js" });
  return globalThis.bifoldSearch;
}

// What the pages of a built site say of its search: the files that opening it loads, and where the index is.
export function siteOf(folder) {
  const locales = fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, "index.html")) && name !== "assets");
  for (const locale of locales) {
    const html = fs.readFileSync(path.join(folder, locale, "index.html"), "utf8");
    const tag = /<script\b[^>]*\bdata-client="[^"]*"[^>]*>/.exec(html)?.[0];
    if (!tag) continue;
    const value = (name) => path.join(folder, locale, new RegExp(`\\b${name}="([^"]*)"`).exec(tag)[1]);
    return { files: [value("src"), value("data-client"), value("data-style")], client: value("data-client"), index: value("data-index"), locales };
  }
  throw new Error(`${folder}: no page with a search`);
}

// Makes `fetch` read a folder's files, as `http://site/`; hands each file that was asked for to `asked`. All that is
// asked for before an answer comes is answered together: a round trip, told to `trip`.
export function serve(folder, asked = () => {}, trip = () => {}) {
  const kept = new Map();
  let waiting = [];
  const answer = () => {
    trip();
    for (const resolve of waiting.splice(0)) resolve();
  };
  globalThis.fetch = async (url) => {
    await new Promise((resolve) => waiting.push(resolve) === 1 && setImmediate(answer));
    const file = path.join(folder, decodeURIComponent(new URL(url).pathname));
    if (!kept.has(file)) kept.set(file, fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null);
    const text = kept.get(file);
    asked(file);
    return { ok: text !== null, status: text === null ? 404 : 200, text: async () => text };
  };
}
