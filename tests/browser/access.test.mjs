// What axe finds against WCAG 2.2 AA on each kind of page, in both languages, on a phone and a desk, in both colour
// schemes and in forced colours: nothing.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { audit, bifold, overflow, root, site, temporaryFolder, visit } from "./support.mjs";

// Each kind of page below a language.
const KINDS = [
  "", "chapters/", "chapters/pay/", "roles/", "roles/data-engineer/", "skills/", "skills/databases/", "about/",
  "moves/data-engineer/machine-learning-engineer/", "compare/", "compare/data-engineer/machine-learning-engineer/",
  "map/", "map/skills/", "my-skills/", "parallel/chapters/pay/", "search/", "sources/", "404.html",
];
const PAGES = ["", "404.html", ...["zh", "en"].flatMap((locale) => KINDS.map((kind) => `${locale}/${kind}`))];

// Small books in the theme that is tested: pages of one each lack a language, the whole of the other is soon looked through.
const books = new Map();
function book(name) {
  if (!books.has(name)) {
    const folder = temporaryFolder();
    const [from, copy, built] = [path.join(root, "tests/sites", name), path.join(folder, "book"), path.join(folder, "site")];
    fs.cpSync(path.join(from, "content"), path.join(copy, "content"), { recursive: true });
    fs.writeFileSync(path.join(copy, "site.toml"), fs.readFileSync(path.join(from, "site.toml"), "utf8").replace(/^theme = .*$/m, ""));
    execFileSync(bifold, ["build", "--quiet", "--root", copy, "--out", built], { stdio: "ignore" });
    books.set(name, built);
  }
  return books.get(name);
}
const OTHERS = [["two", "en/skills/soil/"], ["two", "zh/roles/teacher/"], ["one", "en/print/"]];

// Width, scheme and colours: each value of one with each of the others.
const STATES = [
  { width: 1440, colorScheme: "light", forcedColors: "none" },
  { width: 1440, colorScheme: "dark", forcedColors: "active" },
  { width: 360, colorScheme: "dark", forcedColors: "none" },
  { width: 360, colorScheme: "light", forcedColors: "active" },
];

async function inEachState(t, address, folder) {
  const page = await visit(t, address, { width: STATES[0].width, height: 900, folder });
  for (const { width, ...media } of STATES) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia(media);
    assert.deepEqual(await audit(page), [], `${width}, ${media.colorScheme}, forced colours ${media.forcedColors}`);
  }
}

for (const address of PAGES) test(`axe has nothing to say about /${address}`, (t) => inEachState(t, address, site()));
for (const [name, address] of OTHERS) {
  test(`axe has nothing to say about /${address} of a small book`, (t) => inEachState(t, address, book(name)));
}

test("axe has nothing to say about the whole handbook on one page", async (t) => {
  for (const [locale, width, scheme] of [["zh", 1440, "light"], ["en", 360, "dark"]]) {
    const page = await visit(t, `${locale}/print/`, { width, scheme });
    assert.deepEqual(await audit(page), [], locale);
  }
});

for (const address of PAGES) {
  test(`/${address} loses nothing at 320 pixels and with wider spaced text`, async (t) => {
    const page = await visit(t, address, { width: 1280 });
    // 1280 pixels enlarged four times; twice enlarged is 640.
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 800 });
      assert.equal(await overflow(page), 0, `wider than ${width}`);
      const cut = await page.evaluate(() => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, td, button, summary)")].filter((one) => {
        const { overflowX, clipPath } = getComputedStyle(one);
        return one.checkVisibility() && overflowX === "hidden" && clipPath === "none" && one.scrollWidth > one.clientWidth + 1;
      }).map((one) => one.textContent.trim().slice(0, 40)));
      assert.deepEqual(cut, [], `cut at ${width}`);
    }
    // What WCAG 1.4.12 lets readers set. As a sheet of the reader's own, which no policy of a page forbids.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("main * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } main p { margin-block-end: 2em !important; }");
      document.adoptedStyleSheets = [sheet];
    });
    await page.setViewportSize({ width: 360, height: 800 });
    assert.equal(await overflow(page), 0, "with wider spaced text");
  });
}

test("axe has nothing to say about the open menu", async (t) => {
  for (const [locale, scheme, forcedColors] of [["en", "light", "none"], ["zh", "dark", "none"], ["en", "dark", "active"]]) {
    const page = await visit(t, `${locale}/roles/data-engineer/`, { width: 360, scheme, forcedColors });
    await page.locator(".menu-open").click();
    await page.locator("dialog.drawer").waitFor();
    assert.deepEqual(await audit(page), [], `${locale}, ${scheme}, forced colours ${forcedColors}`);
  }
});
