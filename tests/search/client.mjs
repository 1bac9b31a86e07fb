// The client's own code in node: its pieces as the theme keeps them, or the script that a built site serves.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const PIECES = path.join(import.meta.dirname, "../../themes/default/assets/search-client.js");

// Joins the pieces as `theme::script` does.
export function pieces(names = fs.readdirSync(PIECES).sort()) {
  const lines = names.flatMap((name) => fs.readFileSync(path.join(PIECES, name), "utf8").split("\n"));
  return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("//")).map((line) => `${line}\n`).join("");
}

// Runs the script in this process and hands out what it defines.
export function client(script = pieces()) {
  vm.runInThisContext(script, { filename: "search-client.js" });
  return globalThis.bifoldSearch;
}
