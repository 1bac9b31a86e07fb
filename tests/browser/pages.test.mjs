// Each kind of page, in both languages and at three widths: nothing broken, nothing sideways, and links that lead on
// without JavaScript and without a server.
import assert from "node:assert/strict";
import test from "node:test";
import { overflow, visit, widths } from "./support.mjs";

const PAGES = [
  "",
  "chapters/",
  "chapters/pay/",
  "roles/",
  "roles/data-engineer/",
  "skills/",
  "skills/databases/",
  "moves/data-engineer/machine-learning-engineer/",
  "parallel/chapters/pay/",
  "compare/",
  "map/",
  "my-skills/",
  "search/",
  "sources/",
  "about/",
];

for (const locale of ["zh", "en"]) {
  for (const address of PAGES) {
    test(`${locale}/${address} fits a phone, a tablet and a desk`, async (t) => {
      for (const width of widths) {
        const page = await visit(t, `${locale}/${address}`, { width });
        assert.equal(await overflow(page), 0, `wider than ${width}`);
      }
    });
  }
}

test("the chooser leads to each language, in words of that language", async (t) => {
  const page = await visit(t, "", { script: false });
  for (const locale of ["zh", "en"]) {
    const link = page.locator(`a[data-turn="${locale}"]`);
    assert.notEqual((await link.innerText()).trim(), "");
    assert.equal(await link.getAttribute("href"), `${locale}/`);
  }
});

for (const [how, options] of [["without JavaScript", { script: false }], ["from a file", { from: "file" }]]) {
  test(`links and the language switch work ${how}`, async (t) => {
    const page = await visit(t, "zh/chapters/", options);
    await page.locator('main a[href="pay/"], main a[href$="/pay/"], main a[href$="pay/index.html"]').first().click();
    await page.waitForURL(/\/zh\/chapters\/pay\//);
    await page.locator('header a[hreflang="en"]').first().click();
    await page.waitForURL(/\/en\/chapters\/pay\//);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  });
}

test("a lost address is answered by a page that leads back", async (t) => {
  const page = await visit(t, "zh/nowhere/", { may: [/404/] });
  await page.locator('a[href*="/handbook/zh/"]').first().click();
  await page.waitForURL(/\/handbook\/zh\//);
});
