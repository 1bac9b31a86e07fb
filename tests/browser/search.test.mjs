// The search as readers meet it: with a keyboard, an input method, a mouse, on a phone, from a disk, without scripts.
import assert from "node:assert/strict";
import test from "node:test";
import { audit, overflow, visit } from "./support.mjs";

const field = (page) => page.locator(".search-dialog input[type=search]");
const results = (page) => page.locator(".search-dialog .search-page-link");
const first = (page) => results(page).first().locator(".search-title");

// Opens the search with the key, asks, and waits for the answer.
async function ask(page, words) {
  await page.keyboard.press("/");
  await field(page).waitFor();
  await page.keyboard.type(words);
  await answered(page, words);
}

// Waits for the answer to all that was typed.
async function answered(page, words) {
  await page.locator(`.search-list[data-shown=${JSON.stringify(words)}]:not([aria-busy])`).waitFor();
}

test("a Chinese question is typed and answered, and Enter opens the first page", async (t) => {
  const page = await visit(t, "zh/");
  await ask(page, "特征工程");
  assert.equal(await first(page).textContent(), "特征工程");
  assert.ok((await page.locator(".search-dialog mark").count()) > 0);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/zh/skills/feature-engineering/");
});

test("an English question with a slip finds its page", async (t) => {
  const page = await visit(t, "en/", { language: "en-GB" });
  await ask(page, "feature enginering");
  assert.match(await first(page).textContent(), /Feature engineering/);
  assert.match(await page.locator(".search-remark").first().textContent(), /engineer/);
});

test("pinyin, initials, Traditional characters and the other language's words find the same page", async (t) => {
  const page = await visit(t, "zh/");
  await page.keyboard.press("Control+k");
  await field(page).waitFor();
  for (const words of ["tezhenggongcheng", "tzgc", "特徵工程", "feature engineering"]) {
    await field(page).fill(words);
    await page.waitForFunction(() => document.querySelector(".search-dialog .search-title")?.textContent === "特征工程");
    await field(page).fill("");
    await page.waitForFunction(() => !document.querySelector(".search-dialog .search-title"));
  }
});

test("what an input method composes is left alone", async (t) => {
  const page = await visit(t, "zh/");
  await page.keyboard.press("/");
  await field(page).waitFor();
  const input = await page.context().newCDPSession(page);
  await input.send("Input.imeSetComposition", { text: "shuju", selectionStart: 5, selectionEnd: 5 });
  for (const key of ["Enter", "Escape", "ArrowDown"]) {
    await input.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, windowsVirtualKeyCode: 229 });
  }
  await page.waitForTimeout(300);
  assert.equal(await page.locator(".search-dialog").evaluate((dialog) => dialog.open), true);
  assert.equal(await results(page).count(), 0);
  await input.send("Input.insertText", { text: "数据工程师" });
  await results(page).first().waitFor();
  assert.equal(await field(page).inputValue(), "数据工程师");
  assert.equal(await first(page).textContent(), "数据工程师");
  assert.match(page.url(), /\/zh\/$/);
});

test("the single key can be switched off, which is kept; Control and K go on working", async (t) => {
  const page = await visit(t, "en/", { language: "en-GB" });
  await page.keyboard.press("/");
  await page.locator(".search-dialog").getByLabel("/ opens the search").uncheck();
  await page.keyboard.press("Escape");
  await page.locator(".search-dialog").waitFor({ state: "hidden" });
  await page.reload();
  assert.equal(await page.locator("[data-search] kbd").isVisible(), false);
  await page.keyboard.press("/");
  await page.keyboard.press("Control+k");
  await page.locator(".search-dialog").getByLabel("/ opens the search").check();
  assert.equal(await page.locator(".search-dialog input[type=search]").inputValue(), "", "the key was typed into nothing");
  await page.keyboard.press("Escape");
  await page.locator(".search-dialog").waitFor({ state: "hidden" });
  await page.keyboard.press("/");
  await page.locator(".search-dialog[open]").waitFor();
});

test("by keyboard alone: arrows walk, letters return to the field, Escape empties and then closes", async (t) => {
  const page = await visit(t, "zh/");
  const opener = page.locator("[data-search]").first();
  await opener.focus();
  await page.keyboard.press("Enter");
  await field(page).waitFor();
  await page.keyboard.type("数据");
  await results(page).nth(1).waitFor();
  const focused = () => page.evaluate(() => document.activeElement.tagName);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "A");
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "INPUT");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("x");
  assert.equal(await focused(), "INPUT");
  await page.keyboard.press("Escape");
  assert.equal(await field(page).inputValue(), "");
  assert.equal(await page.locator(".search-dialog").evaluate((dialog) => dialog.open), true);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".search-dialog").evaluate((dialog) => dialog.open), false);
  assert.equal(await opener.evaluate((link) => link === document.activeElement), true);
});

test("Enter opens nothing that was not asked for", async (t) => {
  const page = await visit(t, "zh/");
  await ask(page, "统计");
  const address = page.url();
  await field(page).evaluate((input) => {
    input.value = "别的";
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
  });
  await page.waitForTimeout(200);
  assert.equal(page.url(), address);
});

test("the name of a role comes as a card, and holds the list to pages about it", async (t) => {
  const page = await visit(t, "zh/");
  await ask(page, "数据工程师");
  const card = page.locator(".search-card");
  assert.equal(await card.locator(".search-title").textContent(), "数据工程师");
  await card.locator(".search-about").click();
  await page.locator(".search-kinds button[aria-pressed=true]").first().waitFor();
  await page.keyboard.type("数据库");
  await answered(page, "数据库");
  const titles = await results(page).locator(".search-title").allTextContents();
  assert.ok(titles.includes("数据库"), titles.join());
});

test("kinds are toggles with counts, and the count is announced", async (t) => {
  const page = await visit(t, "en/", { language: "en-GB" });
  await ask(page, "data");
  const roles = page.locator(".search-kinds button", { hasText: "Roles" });
  const shown = Number(await roles.locator("span").textContent());
  await roles.click();
  await page.waitForFunction(() => document.querySelector(".search-kinds button[aria-pressed=true]"));
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-pressed")), "true");
  await page.waitForFunction(() => [...document.querySelectorAll(".search-result")].every((hit) => hit.classList.contains("kind-roles")));
  await page.waitForFunction((n) => document.querySelector(".search-status").textContent === `${n} results`, shown);
});

test("sections lead to their headings", async (t) => {
  const page = await visit(t, "en/", { language: "en-GB" });
  await ask(page, "applicant tracking system");
  const section = page.locator(".search-sections a").first();
  const target = new URL(await section.getAttribute("href"));
  assert.ok(target.hash);
  await section.click();
  await page.waitForURL(target.href);
  assert.equal(await page.locator(target.hash).count(), 1);
});

test("the other language is a button away", async (t) => {
  const page = await visit(t, "zh/");
  await ask(page, "overfitting");
  await page.locator(".search-other").click();
  const hit = page.locator(".search-list ol:last-of-type .search-result").first();
  await hit.waitFor();
  assert.equal(await hit.getAttribute("lang"), "en");
  assert.match(await hit.locator("a").first().getAttribute("href"), /\/en\//);
});

test("nothing found says so and offers what is near", async (t) => {
  const page = await visit(t, "zh/");
  await ask(page, "学粲");
  assert.match(await page.locator(".search-remark").first().textContent(), /没有找到“学粲”/);
});

test("what was asked before is offered again, and forgotten when told", async (t) => {
  const page = await visit(t, "zh/");
  await ask(page, "面试");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/zh/*/*/");
  await page.keyboard.press("/");
  const again = page.locator(".search-recent button");
  await again.waitFor();
  assert.equal(await again.textContent(), "面试");
  await page.locator(".search-remark button").click();
  assert.equal(await again.count(), 0);
});

test("the search page answers the question in its address", async (t) => {
  const page = await visit(t, "zh/search/?q=" + encodeURIComponent("线性代数"));
  const hit = page.locator(".search-page .search-page-link .search-title").first();
  await hit.waitFor();
  assert.equal(await hit.textContent(), "线性代数");
  assert.deepEqual(await audit(page), []);
});

test("markup in a question stays words", async (t) => {
  const page = await visit(t, "en/search/?q=" + encodeURIComponent("<img src=x onerror=document.title=1>\"'`"), { language: "en-GB" });
  await page.locator(".search-page input[type=search]").waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.locator(".search-page img").count(), 0);
  assert.notEqual(await page.title(), "1");
});

test("from a disk, without a network", async (t) => {
  const page = await visit(t, "zh/roles/data-engineer/", { from: "file", offline: true });
  await ask(page, "线性代数");
  assert.equal(await first(page).textContent(), "线性代数");
  await page.keyboard.press("Enter");
  await page.waitForURL("file://**/zh/skills/linear-algebra/index.html");
});

test("without scripts the page lists all names", async (t) => {
  const page = await visit(t, "zh/search/", { script: false });
  assert.ok((await page.locator(".all-names li a").count()) > 300);
  assert.equal(await page.locator(".all-names h3", { hasText: /^S$/ }).count(), 1);
  assert.equal(await overflow(page), 0);
});

for (const [width, scheme] of [[360, "light"], [1440, "dark"]]) {
  test(`nothing stands in the way of anyone: ${width} px, ${scheme}`, async (t) => {
    const page = await visit(t, "zh/", { width, scheme });
    await ask(page, "数据工程师");
    assert.deepEqual(await audit(page), []);
    assert.equal(await overflow(page), 0);
  });
}

test("files that are gone are told, and can be asked for again", async (t) => {
  const page = await visit(t, "zh/", { may: [/./] });
  let gone = true;
  await page.route(/assets\/search\/zh-.*\/t\d+\.js/, (route) => (gone ? route.abort() : route.continue()));
  await page.keyboard.press("/");
  await field(page).waitFor();
  await page.keyboard.type("统计");
  const retry = page.locator(".search-remark button");
  await retry.waitFor();
  gone = false;
  await retry.click();
  await results(page).first().waitFor();
});
