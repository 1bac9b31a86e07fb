// What axe finds against WCAG 2.2 AA on each kind of page, on a phone and a desk, in both colour schemes: nothing.
import assert from "node:assert/strict";
import test from "node:test";
import { audit, overflow, visit } from "./support.mjs";

// Each kind of page once, half of them in each language; what all pages share is seen in both.
const PAGES = [
  "",
  "zh/",
  "en/chapters/",
  "zh/chapters/pay/",
  "en/roles/",
  "zh/roles/data-engineer/",
  "en/skills/databases/",
  "zh/moves/data-engineer/machine-learning-engineer/",
  "en/parallel/chapters/pay/",
  "zh/compare/",
  "en/compare/data-engineer/machine-learning-engineer/",
  "zh/map/",
  "en/my-skills/",
  "zh/search/",
  "en/sources/",
  "zh/map/skills/",
  "zh/roles/",
  "en/about/",
  "zh/404.html",
];

for (const address of PAGES) {
  test(`axe has nothing to say about /${address}`, async (t) => {
    for (const width of [360, 1440]) {
      const page = await visit(t, address, { width });
      for (const scheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme: scheme });
        assert.deepEqual(await audit(page), [], `${scheme}, ${width}`);
      }
    }
  });
}

for (const address of PAGES) {
  test(`/${address} loses nothing in forced colours, at 320 pixels and with wider spaced text`, async (t) => {
    const page = await visit(t, address, { width: 1280, forcedColors: "active" });
    assert.deepEqual(await audit(page), [], "forced colours");
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
  for (const scheme of ["light", "dark"]) {
    const page = await visit(t, "en/roles/data-engineer/", { width: 360, scheme, forcedColors: scheme === "dark" ? "active" : "none" });
    await page.locator(".menu-open").click();
    await page.locator("dialog.drawer").waitFor();
    assert.deepEqual(await audit(page), [], scheme);
  }
});
