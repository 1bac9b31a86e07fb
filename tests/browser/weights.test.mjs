// What readers with slow connections pay for a page stays small. The table: `node tests/browser/weights.mjs`.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { site } from "./support.mjs";
import { KINDS, sheets, weigh } from "./weights.mjs";

const KB = 1024;

test("each kind of page keeps to its styles and scripts, also when the search is opened", () => {
  const searching = Object.fromEntries(sheets(site())).search;
  for (const locale of ["zh", "en"]) {
    for (const [kind, address] of Object.entries(KINDS)) {
      const { css, js, html } = weigh(site(), `${locale}/${address}`);
      assert.ok(html > 0 && css > 0, kind);
      const opened = css + (kind === "search" ? 0 : searching);
      assert.ok(opened <= 12 * KB, `${locale} ${kind}: ${opened} bytes of CSS`);
      // Comparing and one's own skills need the graph of all roles: data, not script.
      if (!["compare", "my skills"].includes(kind)) assert.ok(js <= 12 * KB, `${locale} ${kind}: ${js} bytes of scripts`);
    }
  }
});

test("a chapter weighs no more than 30 KB altogether, beside its pictures", () => {
  for (const locale of ["zh", "en"]) {
    const folder = path.join(site(), locale, "chapters");
    const slugs = fs.readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);
    assert.ok(slugs.length >= 30);
    for (const slug of slugs) {
      const { all } = weigh(site(), `${locale}/chapters/${slug}/`);
      assert.ok(all <= 30 * KB, `${locale} ${slug}: ${all} bytes`);
    }
  }
});
