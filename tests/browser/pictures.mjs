// Takes the pictures of the README from the built handbook: `node --test tests/browser/pictures.mjs`
// (not among the tests, because its name does not end in `.test.mjs`).
import path from "node:path";
import test from "node:test";
import { root, visit } from "./support.mjs";

const folder = path.join(root, "docs/pictures");

const PICTURES = [
  ["both-languages", "zh/parallel/chapters/pay/", { width: 1200, height: 760 }],
  ["career-map-dark", "en/map/", { width: 1440, height: 880, scheme: "dark", language: "en-GB" }],
  ["chapter-phone", "zh/chapters/life-of-an-ml-project/", { width: 390, height: 760 }],
  ["role-phone-dark", "en/roles/data-engineer/", { width: 390, height: 760, scheme: "dark", language: "en-GB" }],
];

for (const [name, address, options] of PICTURES) {
  test(name, async (t) => {
    const page = await visit(t, address, options);
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  });
}
