// What is shown over the page: mistakes with their place, the build, the way to the editor; and what happens when the
// server goes and comes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./chromium.mjs";
import { page, serve } from "./mirror.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const open = async (t, files, path = "a/", options = {}) => {
  const site = await serve(files);
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  t.after(async () => {
    await context.close();
    await site.close();
  });
  const problems = [];
  tab.on("pageerror", (error) => problems.push(String(error)));
  tab.on("console", (message) => /Content Security|TrustedType|Refused to/.test(message.text()) && problems.push(message.text()));
  await tab.goto(site.address + path);
  const badge = tab.locator("bifold-serve .badge");
  const panel = tab.locator("bifold-serve .panel");
  await badge.waitFor();
  return {
    site, tab, badge, panel, problems,
  };
};

test("a mistake shows itself over the last good page and goes when it is mended", async (t) => {
  const it = await open(t, { "a.md": page("<p>好的</p>") });
  assert.equal(await it.panel.isVisible(), false);
  await it.site.write("a.md", "第一行\n这里有 BROKEN 错误\n");
  await it.panel.waitFor({ state: "visible" });
  const text = await it.panel.innerText();
  for (const part of ["1 个错误", "error[bad-file-name]", "this is <b>broken</b>", "content/a.md:2:5", "建议: mend it", "上一个没有错误的版本"]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  assert.equal(await it.panel.locator("b").count(), 0, "text nodes only");
  assert.equal(await it.panel.locator("mark").textContent(), "BROKEN");
  assert.equal(await it.tab.locator("main p").textContent(), "好的", "the last good page stays");
  // The caret hangs under the first marked character, whatever the width of those before it.
  const caret = await it.panel.locator("mark").evaluate((mark) => {
    const style = getComputedStyle(mark, "::after");
    return [style.content, style.position, parseFloat(style.left)];
  });
  assert.deepEqual(caret, ['"^"', "absolute", 0]);
  await it.site.write("a.md", page("<p>改好了</p>"));
  await it.panel.waitFor({ state: "hidden" });
  await it.tab.waitForFunction(() => document.body.textContent.includes("改好了"));
  assert.deepEqual(it.problems, []);
});

test("places lead to the editor", async (t) => {
  const it = await open(t, { "a.md": page("<p>好的</p>"), "b.md": "BROKEN" });
  await it.panel.waitFor({ state: "visible" });
  const links = await it.panel.locator("a.place").evaluateAll((all) => all.map((a) => [a.textContent, a.href]));
  const find = (words) => links.find(([text]) => text === words)[1];
  assert.match(find("content/a.md"), /^vscode:\/\/file\/.*\/content\/a\.md:1:1$/);
  assert.match(find("content/b.md:1:1"), /^vscode:\/\/file\/.*\/content\/b\.md:1:1$/);
});

test("closed findings stay closed until they change, by mouse and by keyboard", async (t) => {
  const it = await open(t, { "a.md": page("<p>好的</p>"), "b.md": "BROKEN" });
  await it.panel.waitFor({ state: "visible" });
  await it.panel.locator(".close").click();
  await it.panel.waitFor({ state: "hidden" });
  assert.equal(await it.badge.getAttribute("aria-expanded"), "false");
  await it.site.write("a.md", page("<p>再写</p>"));
  await it.tab.waitForFunction(() => document.body.textContent.includes("再写"));
  await it.tab.reload();
  await it.badge.getByText("1 个错误").waitFor();
  assert.equal(await it.panel.isVisible(), false);
  await it.site.write("b.md", "\nBROKEN");
  await it.panel.waitFor({ state: "visible" });
  await it.panel.locator(".close").focus();
  await it.tab.keyboard.press("Escape");
  await it.panel.waitFor({ state: "hidden" });
  await it.tab.keyboard.press("Enter");
  await it.panel.waitFor({ state: "visible" });
});

test("it speaks the language of the page", async (t) => {
  const it = await open(t, { "a.md": page("<p>good</p>", { lang: "en" }), "b.md": "BROKEN" });
  await it.panel.waitFor({ state: "visible" });
  assert.match(await it.panel.innerText(), /Errors: 1[^]*help: mend it/);
});

test("it does not print, and dark is dark", async (t) => {
  const it = await open(t, { "a.md": page("<p>好的</p>") }, "a/", { colorScheme: "dark" });
  const paper = await it.badge.evaluate((badge) => getComputedStyle(badge).backgroundColor);
  assert.equal(paper, "rgb(33, 31, 28)");
  await it.tab.emulateMedia({ media: "print" });
  assert.equal(await it.badge.isVisible(), false);
});

test("it finds the server again after a pause, and what changed meanwhile", async (t) => {
  const it = await open(t, { "a.md": page("<p>起初</p>") });
  await it.tab.evaluate(() => { window.stays = true; });
  await it.site.end();
  await it.badge.getByText("正在重新连接").waitFor();
  await it.site.write("a.md", page("<p>后来</p>"));
  await it.tab.waitForTimeout(1200);
  await it.site.again();
  await it.tab.waitForFunction(() => document.body.textContent.includes("后来"));
  await it.badge.getByText("毫秒").waitFor();
  assert.equal(await it.tab.evaluate(() => window.stays), true, "patched, not loaded");
  await it.site.write("a.md", page("<p>最后</p>"));
  await it.tab.waitForFunction(() => document.body.textContent.includes("最后"));
  assert.deepEqual(it.problems, []);
});

test("many tabs: those that nobody sees give their channel back", async (t) => {
  const it = await open(t, { "a.md": page("<p>好的</p>") });
  await it.tab.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => window.isHidden === true });
    window.isHidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await it.site.write("a.md", page("<p>新的</p>"));
  await it.tab.waitForTimeout(300);
  assert.equal(await it.tab.locator("main p").textContent(), "好的");
  await it.tab.evaluate(() => {
    window.isHidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await it.tab.waitForFunction(() => document.body.textContent.includes("新的"));
});

test("both languages scroll together by section and follow their sources", async (t) => {
  const section = (id, length, word) => `<h2 id="${id}">${word} ${id}</h2>${`<p>${word}${"，文字".repeat(30)}</p>`.repeat(length)}`;
  const zh = (word) => page(section("a", 4, word) + section("b", 12, "中") + section("c", 4, "中") + section("d", 30, "中"));
  const en = page(section("a", 12, "en") + section("b", 2, "en") + section("c", 9, "en") + section("d", 30, "en"), { lang: "en" });
  const it = await open(t, { "zh/chapters/pay.md": zh("中"), "en/chapters/pay.md": en }, "-/edit/chapters/pay/");
  const { tab } = it;
  const tops = () => tab.evaluate(() => [...document.querySelectorAll(".bf-text")].map((area) => {
    const zero = area.getBoundingClientRect().top;
    return [...area.querySelectorAll("h2")].map((h) => Math.round(h.getBoundingClientRect().top - zero));
  }));
  for (const id of ["b", "c", "d"]) {
    await tab.evaluate((name) => document.querySelector(`#zh--${name}`).scrollIntoView(), id);
    await tab.waitForTimeout(150);
    const [left, right] = await tops();
    const index = "abcd".indexOf(id);
    assert.ok(Math.abs(left[index]) < 3 && Math.abs(right[index]) < 3, `${id}: ${left[index]} and ${right[index]}`);
  }
  await tab.evaluate(() => document.querySelector("#en--b").scrollIntoView());
  await tab.waitForTimeout(150);
  const [left] = await tops();
  assert.ok(Math.abs(left[1]) < 3, "the other way as well");
  const before = await tab.evaluate(() => document.querySelector(".bf-text").scrollTop);
  await it.site.write("zh/chapters/pay.md", zh("新"));
  await tab.waitForFunction(() => document.body.textContent.includes("新 a"));
  assert.equal(await tab.evaluate(() => document.querySelector(".bf-text").scrollTop), before);
  assert.deepEqual(it.problems, []);
});
