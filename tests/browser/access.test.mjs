// What axe finds against WCAG 2.2 AA on each kind of page, on a phone and a desk, in both colour schemes: nothing.
import assert from "node:assert/strict";
import test from "node:test";
import { audit, visit } from "./support.mjs";

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
