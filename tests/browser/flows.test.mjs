// What readers do, on a phone, a tablet and a desk, in both colour schemes and both languages: all twelve of them do all
// of it, one after the other in one window.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { addressOf, overflow, temporaryFolder, visitor, widths } from "./support.mjs";

const READERS = widths.flatMap((width) => ["light", "dark"].flatMap((scheme) => [["zh", "en"], ["en", "zh"]].map(
  ([locale, other]) => ({ width, scheme, locale, other }))));

const CHAPTER = "chapters/life-of-an-ml-project/";
const MOVE = "moves/data-engineer/machine-learning-engineer/";

// From these widths on the column of contents is beside the text, and both languages stand side by side.
const COLUMN = 1080;
const SIDES = 860;

const open = async (page, address) => page.goto(await addressOf(address));
const focused = (link) => link.evaluate((one) => one === document.activeElement);

const FLOWS = {
  "the menu leads through the book and remembers what is open": async ({ page, locale, width }) => {
    await open(page, `${locale}/${CHAPTER}`);
    const menu = page.locator(".menu-open");
    if (width < COLUMN) {
      await menu.click();
      await page.locator("dialog.drawer").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("dialog.drawer").waitFor({ state: "detached" });
      assert.equal(await focused(menu), true, "the focus is back at the button");
      await menu.click();
    }
    assert.equal(await page.locator(".tree [aria-current=page]").count(), 1);
    await page.locator(".tree .unfold-button").nth(1).click();
    const link = page.locator(".tree .unfolded a").first();
    const slug = (await link.getAttribute("href")).match(/([a-z-]+)\/$/)[1];
    await link.click();
    await page.waitForURL(new RegExp(`/${locale}/chapters/${slug}/$`));
    if (width < COLUMN) await menu.click();
    await page.locator(".tree .unfold-button[aria-expanded=true], .tree details[open]").first().waitFor();
    assert.equal(await page.locator(".tree [aria-current=page]").count(), 1);
  },

  "the switch keeps the section, there and back": async ({ page, locale, other, width }) => {
    await open(page, `${locale}/${CHAPTER}`);
    const id = await page.locator(".prose h2[id]").nth(2).getAttribute("id");
    for (const to of [other, locale]) {
      // Where the header stays, its switch knows the section; elsewhere it has gone by, and each heading has its own.
      if (width >= COLUMN) await page.locator(`#${id}`).evaluate((heading) => heading.scrollIntoView());
      await page.locator(width >= COLUMN ? `header a[data-turn="${to}"]` : `.section-head:has(#${id}) .turn`).click();
      await page.waitForURL(new RegExp(`/${to}/${CHAPTER}#${id}$`));
      assert.ok(await page.locator(`#${id}`).evaluate((heading) => Math.abs(heading.getBoundingClientRect().top) < 140));
    }
  },

  "a preview opens by the keyboard, within the window, and Escape closes it": async ({ page, locale, width }) => {
    await open(page, `${locale}/${CHAPTER}`);
    const link = page.locator(".prose a.skill").first();
    await link.evaluate((one) => {
      const stops = [...document.querySelectorAll("main :is(a[href], button, summary)")].filter((stop) => stop.checkVisibility());
      stops[stops.indexOf(one) - 1].focus();
    });
    for (let n = 0; n < 3 && !(await focused(link)); n += 1) await page.keyboard.press("Tab");
    assert.equal(await focused(link), true, "reached by Tab");
    const preview = page.locator(".preview");
    await preview.waitFor();
    const { x, width: across } = await preview.boundingBox();
    assert.ok(x >= 0 && x + across <= width, `from ${x}, ${across} wide`);
    assert.notEqual((await page.locator(`#${await link.getAttribute("aria-describedby")}`).innerText()).trim(), "");
    await page.keyboard.press("Escape");
    await preview.waitFor({ state: "detached" });
    assert.equal(await focused(link), true);
  },

  "the map is made larger, moved by keys, and leads to a role": async ({ page, locale, width }) => {
    await open(page, `${locale}/map/`);
    assert.equal(await page.locator(".map-list a").first().isVisible(), true);
    if (width < 720) await page.locator(".to-picture").click();
    const svg = page.locator(".stage svg.map");
    const wide = () => svg.evaluate((one) => one.getBoundingClientRect().width);
    const left = () => page.locator(".stage").evaluate((one) => one.scrollLeft);
    const first = await wide();
    await page.locator(".zoom button").first().click();
    const second = await wide();
    assert.ok(second > first * 1.2, `${first}, then ${second}`);
    await page.locator(".stage").focus();
    await page.keyboard.press("+");
    assert.ok((await wide()) > second * 1.2);
    const before = await left();
    await page.keyboard.press("ArrowRight");
    assert.ok((await left()) > before);
    const node = page.locator('.map a.node[href$="/roles/data-engineer/"]');
    await node.focus();
    assert.equal(await node.evaluate((one) => getComputedStyle(one.nextElementSibling).visibility), "visible", "its lines stand out");
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`/${locale}/roles/data-engineer/$`));
  },

  "roles are compared, and the address says which": async ({ page, locale }) => {
    await open(page, `${locale}/compare/`);
    const selects = page.locator(".compare-live select");
    await selects.nth(0).selectOption("data-engineer");
    await selects.nth(1).selectOption("machine-learning-engineer");
    await page.locator("table.compare .all").first().waitFor();
    await selects.nth(2).selectOption("data-scientist");
    assert.match(page.url(), /\?roles=data-engineer,machine-learning-engineer,data-scientist$/);
    assert.equal(await page.locator("table.compare thead th[scope=col]").count(), 4);
    assert.equal(await overflow(page), 0);
    await page.reload();
    await page.locator("table.compare td").first().waitFor();
    assert.deepEqual(await selects.evaluateAll((all) => all.map((one) => one.value)), ["data-engineer", "machine-learning-engineer", "data-scientist"]);
    await page.locator("input[name=differences]").check();
    assert.equal(await page.locator("table.compare tr.all").filter({ visible: true }).count(), 0);
  },

  "own skills last through a change of language, count on roles, go out and come in again": async ({ page, locale, other, t }) => {
    await open(page, `${locale}/my-skills/`);
    const ticked = page.locator("input[data-tick]:checked");
    for (const skill of ["databases", "programming"]) await page.locator(`input[data-tick=${skill}]`).check();
    await page.locator("[data-ranking] li").first().waitFor();
    await page.locator("[data-next] li").first().waitFor();
    await page.locator(`header a[data-turn="${other}"]`).click();
    await page.waitForURL(new RegExp(`/${other}/my-skills/`));
    assert.equal(await ticked.count(), 2);
    assert.equal(await overflow(page), 0);
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("[data-export]").click()]);
    const file = path.join(temporaryFolder(t), "skills.json");
    await download.saveAs(file);
    assert.deepEqual(JSON.parse(fs.readFileSync(file, "utf8")).skills.toSorted(), ["databases", "programming"]);
    for (let n = 0; n < 2; n += 1) await page.locator("[data-clear]").click();
    assert.equal(await ticked.count(), 0);
    await page.locator("[data-import]").setInputFiles(file);
    await page.locator("input[data-tick=programming]:checked").waitFor();
    assert.equal(await ticked.count(), 2);
    await open(page, `${other}/roles/data-engineer/`);
    assert.match(await page.locator("[data-progress]").innerText(), /2.*7|7.*2/);
    assert.ok((await page.locator(".got[data-skill]").count()) >= 2);
    await open(page, `${locale}/skills/databases/`);
    await page.locator(".have input").uncheck();
    await page.reload();
    assert.equal(await page.locator(".have input").isChecked(), false);
  },

  "the fold leads to both languages, side by side or one below the other, and back": async ({ page, locale, other, width }) => {
    await open(page, `${locale}/${CHAPTER}`);
    await page.locator("header .fold").click();
    await page.waitForURL(new RegExp(`/${locale}/parallel/${CHAPTER}`));
    const rows = await page.locator(".pair").evaluateAll((pairs) => pairs.map((pair) => [...pair.querySelectorAll(".cell")].map((cell) => {
      const block = [...cell.querySelectorAll("p, h2, h3, li, table")].find((one) => one.getClientRects().length);
      return block ? { tag: block.tagName, top: block.getBoundingClientRect().top } : null;
    })).filter(([a, b]) => a && b && a.tag === b.tag));
    assert.ok(rows.length > 10);
    for (const [a, b] of rows) {
      if (width >= SIDES) assert.ok(Math.abs(a.top - b.top) <= 12, `${a.top} and ${b.top}`);
      else assert.ok(Math.abs(a.top - b.top) > 12, `${a.top} and ${b.top}`);
    }
    assert.equal(await overflow(page), 0);
    await page.locator(`header a[data-turn="${other}"]`).click();
    await page.waitForURL(new RegExp(`/${other}/${CHAPTER}`));
  },

  "a move prints on one or two sheets, ink on white": async ({ page, locale, scheme }) => {
    await open(page, `${locale}/${MOVE}`);
    await page.emulateMedia({ media: "print" });
    for (const gone of ["header.top", ".foot", ".ways-on"]) assert.equal(await page.locator(gone).first().isVisible(), false, gone);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)");
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("h1")).color), "rgb(0, 0, 0)");
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const sheets = (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
    assert.ok(sheets >= 1 && sheets <= 2, `${sheets} sheets`);
    await page.emulateMedia({ media: null, colorScheme: scheme });
  },
};

for (const reader of READERS) {
  const { width, scheme, locale } = reader;
  test(`${locale}, ${width}, ${scheme}`, async (t) => {
    const page = await visitor(t, { width, scheme });
    for (const [name, flow] of Object.entries(FLOWS)) {
      await t.test(`${locale}, ${width}, ${scheme}: ${name}`, () => flow({ page, t, ...reader }));
    }
  });
}
