// Writing a whole book with `bifold serve` and the built-in theme: pages, lists, menus, mistakes, both languages.
import assert from "node:assert/strict";
import test from "node:test";
import { book, reader } from "./book.mjs";

const CHAPTER = "content/chapters/first-steps";

test("a saved text shows itself, and what the reader did to the page stays", async (t) => {
  const site = await book(t);
  const source = "content/skills/pruning.en.md";
  await site.edit(source, "+++\n\n", `+++\n\n## Words {#words}\n\n${"Words to scroll past.\n\n".repeat(80)}## Place {#place}\n\nHere.\n\n${"More words.\n\n".repeat(80)}`);
  const it = await reader(t, site, "en/skills/pruning/", { width: 800 });
  const { page } = it;
  const tick = page.locator("input[data-tick]");
  await tick.check();
  await page.evaluate(() => document.querySelector("#place").scrollIntoView());
  const top = () => page.evaluate(() => document.querySelector("#place").getBoundingClientRect().top);
  const before = await top();
  await site.edit(source, "Words to scroll past.", "Other words.\n\nAnd a line more.\n\nWords to scroll past.");
  await it.holds("And a line more.");
  assert.ok(Math.abs(await top() - before) < 2, `the section moved by ${await top() - before}`);
  assert.equal(await tick.isChecked(), true);
  assert.equal(it.loads(), 1);
});

test("an open menu stays open, and follows a new title", async (t) => {
  const site = await book(t);
  const it = await reader(t, site, "en/chapters/first-steps/", { width: 360 });
  const { page } = it;
  await page.locator(".menu-open").click();
  const menu = page.locator("#menu");
  await menu.getByText("First steps").first().waitFor({ state: "visible" });
  await page.locator("#menu a").nth(2).focus();
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  const before = await focused();
  await site.edit(`${CHAPTER}.en.md`, 'title = "First steps"', 'title = "Very first steps"');
  await menu.getByText("Very first steps").first().waitFor({ state: "visible" });
  assert.equal(await focused(), before === "First steps" ? "Very first steps" : before);
  assert.equal(it.loads(), 1);
});

test("pages in other tabs that show the change follow, others do not move", async (t) => {
  const site = await book(t);
  const list = await reader(t, site, "en/chapters/");
  const other = await reader(t, site, "zh/skills/pruning/");
  await other.page.evaluate(() => {
    window.changes = 0;
    const look = { subtree: true, childList: true, characterData: true, attributes: true };
    new MutationObserver((records) => { window.changes += records.length; }).observe(document.body, look);
  });
  await site.edit(`${CHAPTER}.en.md`, 'title = "First steps"', 'title = "The very first steps"');
  await list.holds("The very first steps");
  await other.page.waitForTimeout(200);
  assert.equal(await other.page.evaluate(() => window.changes), 0);
  assert.deepEqual([list.loads(), other.loads()], [1, 1]);
});

test("a style sheet of the theme is swapped without loading the page", async (t) => {
  const site = await book(t);
  await site.edit("site.toml", 'theme = "default"', 'theme = "own"');
  await site.write("themes/own/assets/own.css", "");
  const it = await reader(t, site, "en/chapters/first-steps/");
  const { page } = it;
  const sheet = await page.evaluate(() => new URL(document.querySelector("link[rel=stylesheet]").href).pathname.split("/").at(-1).split(".")[0]);
  await page.evaluate(() => { window.stays = true; });
  await site.write(`themes/own/assets/${sheet}.css`, "main { outline: 3px solid rgb(1, 2, 3) }");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(1, 2, 3)");
  await site.write(`themes/own/assets/${sheet}.css`, "main { outline: 3px solid rgb(4, 5, 6) }");
  await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).outlineColor === "rgb(4, 5, 6)");
  assert.equal(await page.evaluate(() => window.stays), true);
  assert.equal(it.loads(), 1);
});

test("a mistake in a text and one in a template show themselves and go when they are mended", async (t) => {
  const site = await book(t);
  await site.edit("site.toml", 'theme = "default"', 'theme = "own"');
  await site.write("themes/own/templates/footer.html", "<footer>Own</footer>");
  const it = await reader(t, site, "en/chapters/first-steps/", { may: [/404/] });
  assert.equal(await it.panel.isVisible(), false);
  await site.edit(`${CHAPTER}.en.md`, "[[pruning]]", "[[prunign]]");
  await it.panel.waitFor({ state: "visible" });
  const text = await it.panel.innerText();
  for (const part of ["error[unresolved-link]", `${CHAPTER}.en.md:8:`, "prunign", "did you mean", "pruning"]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  await site.edit(`${CHAPTER}.en.md`, "[[prunign]]", "[[pruning]]");
  await it.panel.waitFor({ state: "hidden" });
  await site.write("themes/own/templates/footer.html", "<footer>{{ page.no.such }}</footer>");
  await it.panel.waitFor({ state: "visible" });
  await it.panel.getByText("themes/own/templates/footer.html").first().waitFor();
  assert.equal(await it.page.locator("footer").first().textContent(), "Own", "the last good page stays");
  await site.write("themes/own/templates/footer.html", "<footer>Own again</footer>");
  await it.panel.waitFor({ state: "hidden" });
  await it.holds("Own again");
});

test("settings that cannot be read leave the page and say so", async (t) => {
  const site = await book(t);
  const it = await reader(t, site, "zh/chapters/first-steps/", { may: [/404/] });
  const before = await it.page.locator("main").innerText();
  await site.edit("site.toml", "[links]", "[links");
  await it.panel.waitFor({ state: "visible" });
  assert.match(await it.panel.innerText(), /site\.toml:\d+:\d+/);
  assert.equal(await it.page.locator("main").innerText(), before);
  await site.edit("site.toml", "[links", "[links]");
  await it.panel.waitFor({ state: "hidden" });
});

test("it finds another run at the same address, and what changed meanwhile", async (t) => {
  const site = await book(t);
  const it = await reader(t, site, "en/chapters/first-steps/", { may: [/ERR_|404/] });
  await it.page.evaluate(() => { window.stays = true; });
  await site.end();
  await it.badge.getByText("does not answer").waitFor();
  await site.edit(`${CHAPTER}.en.md`, "**Plant one thing.**", "**Plant two things.**");
  await site.again();
  await it.holds("Plant two things.");
  await site.edit(`${CHAPTER}.en.md`, "**Plant two things.**", "**Plant three things.**");
  await it.holds("Plant three things.");
  assert.equal(await it.page.evaluate(() => window.stays), true, "patched, not loaded");
});

test("side by side: each language with its findings, its missing text and its sections", async (t) => {
  const site = await book(t);
  const it = await reader(t, site, "-/edit/chapters/first-steps/", { may: [/404/] });
  const { page } = it;
  const column = (key) => page.locator(`.bf-column[data-locale=${key}]`);
  assert.equal(await page.locator(".bf-column").count(), 2);
  assert.equal(await column("en").locator(".bf-source").textContent(), `${CHAPTER}.en.md`);
  assert.equal(await page.locator(".bf-findings, .bf-missing, .bf-alone").count(), 0, "both are in step");
  // A mistake stands in the column of its language, and goes.
  await site.edit(`${CHAPTER}.en.md`, "[[pruning]]", "[[prunign]]");
  const finding = column("en").locator(".bf-findings li");
  await finding.getByText("unresolved-link").waitFor();
  assert.match(await finding.textContent(), /^8:\d+ error\[unresolved-link\]/);
  assert.equal(await column("zh").locator(".bf-findings").count(), 0);
  await site.edit(`${CHAPTER}.en.md`, "[[prunign]]", "[[pruning]]");
  await finding.waitFor({ state: "detached" });
  // A section that the other language has not.
  await site.edit(`${CHAPTER}.en.md`, "## And then", "## Only here {#here}\n\nAlone.\n\n## And then");
  await column("en").locator("#en--here .bf-alone").waitFor({ state: "attached" });
  assert.equal(await page.locator(".bf-alone").count(), 1);
  // No text in one language: the column says so.
  const text = await site.read(`${CHAPTER}.en.md`);
  await site.remove(`${CHAPTER}.en.md`);
  await column("en").locator(".bf-missing").getByText("No translation yet").waitFor();
  await site.write(`${CHAPTER}.en.md`, text);
  await column("en").locator(".bf-missing").waitFor({ state: "detached" });
  assert.equal(it.loads(), 1);
});

test("the page of an entry leads to both languages side by side, and they scroll together", async (t) => {
  const site = await book(t);
  const words = (word, count) => `${word}\n\n`.repeat(count);
  await site.edit(`${CHAPTER}.en.md`, "## And then", `${words("A long English paragraph of words. ".repeat(8), 12)}## And then`);
  await site.edit(`${CHAPTER}.en.md`, "Write down", `x\n\n${words("More words. ".repeat(20), 30)}Write down`);
  const zh = await site.read(`${CHAPTER}.zh.md`);
  await site.write(`${CHAPTER}.zh.md`, `${zh}\n\n${words("很长的一段文字。".repeat(20), 30)}`);
  const it = await reader(t, site, "en/chapters/first-steps/");
  await it.badge.click();
  await it.panel.getByText("Side by side").click();
  await it.page.waitForURL(/-\/edit\/chapters\/first-steps\/$/);
  const tops = () => it.page.evaluate(() => ["zh", "en"].map((key) => {
    const heading = document.querySelector(`#${key}--next`);
    return heading.getBoundingClientRect().top - heading.closest(".bf-text").getBoundingClientRect().top;
  }));
  await it.page.evaluate(() => document.querySelector("#en--next").scrollIntoView());
  await it.page.waitForTimeout(200);
  const [left, right] = await tops();
  assert.ok(Math.abs(left - right) < 4, `${left} and ${right}`);
});
