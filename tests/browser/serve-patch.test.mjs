// The page follows its source without being loaded again: what the reader did to it stays.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./chromium.mjs";
import { page, serve } from "./mirror.mjs";

const paragraphs = (from, to) => Array.from({ length: to - from }, (_, i) => `<p id="p${from + i}">第 ${from + i} 段，文字文字文字。</p>`).join("\n");
const form = '<label>名字 <input id="name"></label> <textarea id="notes"></textarea> <select id="choice"><option>甲<option>乙</select> '
  + '<input type="checkbox" id="tick">';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Opens a page of a new site; `loads` counts how often the document was loaded, `problems` what the console said. */
const open = async (t, files, path = "a/") => {
  const site = await serve(files);
  const context = await browser.newContext();
  const tab = await context.newPage();
  t.after(async () => {
    await context.close();
    await site.close();
  });
  const problems = [];
  tab.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  tab.on("pageerror", (error) => problems.push(String(error)));
  let loads = 0;
  tab.on("load", () => loads++);
  await tab.goto(site.address + path);
  await tab.locator("bifold-serve .badge").waitFor();
  return {
    site, tab, context, problems,
    loads: () => loads,
    /** Waits until the page holds a text. */
    holds: (text) => tab.waitForFunction((wanted) => document.body.textContent.includes(wanted), text),
  };
};

test("scroll, focus, open details and forms stay", async (t) => {
  const body = (extra, last) => `${extra}<details id="d"><summary>更多</summary><p>里面</p></details>${form}${paragraphs(0, 200)}<p>${last}</p>`;
  const it = await open(t, { "a.md": page(body("", "旧")) });
  const { tab } = it;
  await tab.locator("#d summary").click();
  await tab.locator("#name").fill("小李");
  await tab.locator("#notes").fill("记下");
  await tab.locator("#choice").selectOption("乙");
  await tab.locator("#tick").check();
  await tab.locator("#notes").focus();
  await tab.evaluate(() => document.querySelector("#notes").setSelectionRange(1, 2));
  await tab.evaluate(() => document.querySelector("#p100").scrollIntoView());
  const place = await tab.evaluate(() => document.querySelector("#p100").getBoundingClientRect().top);
  await it.site.write("a.md", page(body("<h1>新的标题</h1><p>前面多了一段。</p><p>又一段。</p>", "新")));
  await it.holds("前面多了一段");
  await it.holds("新");
  const state = await tab.evaluate(() => ({
    place: document.querySelector("#p100").getBoundingClientRect().top,
    open: document.querySelector("#d").open,
    name: document.querySelector("#name").value,
    notes: document.querySelector("#notes").value,
    choice: document.querySelector("#choice").value,
    tick: document.querySelector("#tick").checked,
    active: document.activeElement.id,
    selection: [document.activeElement.selectionStart, document.activeElement.selectionEnd],
  }));
  assert.ok(Math.abs(state.place - place) < 2, `moved by ${state.place - place}`);
  assert.deepEqual({ ...state, place: 0 }, {
    place: 0, open: true, name: "小李", notes: "记下", choice: "乙", tick: true, active: "notes", selection: [1, 2],
  });
  assert.equal(it.loads(), 1);
  assert.deepEqual(it.problems, []);
});

test("what the page's own scripts did stays, and unchanged elements are the same elements", async (t) => {
  const script = `document.documentElement.classList.add("js"); document.documentElement.dataset.scheme = "dark";
    addEventListener("DOMContentLoaded", () => {
      document.querySelector("#list").append(Object.assign(document.createElement("li"), { id: "made", textContent: "脚本加的" }));
      document.querySelector("#button").addEventListener("click", (event) => event.target.dataset.clicked = "yes");
      document.querySelector("#first").classList.add("seen");
    });`;
  const head = '<script src="/page.js"></script>';
  const body = (word, name) => `<button id="button">按</button><ul id="list"><li id="first" class="${name}">一</li><li>${word}</li></ul>`;
  const it = await open(t, { "page.js": script, "a.md": page(body("二", "old"), { head }) });
  const { tab } = it;
  await tab.evaluate(() => { window.kept = [document.querySelector("#button"), document.querySelector("#first")]; });
  await it.site.write("a.md", page(body("贰<em>字</em>", "new extra"), { head, attributes: ' data-kind="x"' }));
  await it.holds("贰");
  await tab.locator("#button").click();
  const state = await tab.evaluate(() => ({
    root: [document.documentElement.className, document.documentElement.dataset.scheme, document.documentElement.dataset.kind],
    made: document.querySelectorAll("#made").length,
    clicked: document.querySelector("#button").dataset.clicked,
    same: window.kept.every((element) => element.isConnected),
    first: document.querySelector("#first").className,
  }));
  assert.deepEqual(state, { root: ["js", "dark", "x"], made: 1, clicked: "yes", same: true, first: "seen new extra" });
  assert.equal(it.loads(), 1);
});

test("a new style sheet is swapped without loading the page", async (t) => {
  const head = (name) => `<link rel="stylesheet" href="/${name}.css">`;
  const it = await open(t, {
    "one.css": "p { color: rgb(1, 0, 0) }", "two.css": "p { color: rgb(2, 0, 0) }", "a.md": page("<p>字</p>", { head: head("one") }),
  });
  const { tab } = it;
  const colour = () => tab.evaluate(() => getComputedStyle(document.querySelector("p")).color);
  assert.equal(await colour(), "rgb(1, 0, 0)");
  await tab.evaluate(() => {
    window.colours = new Set();
    const look = () => { window.colours.add(getComputedStyle(document.querySelector("p")).color); requestAnimationFrame(look); };
    look();
  });
  await it.site.write("a.md", page("<p>字</p>", { head: head("two") }));
  const until = async (holds) => {
    for (let tries = 0; tries < 100 && !(await holds()); tries++) await tab.waitForTimeout(50);
    assert.ok(await holds());
  };
  await until(async () => await colour() === "rgb(2, 0, 0)");
  await until(() => tab.evaluate(() => document.querySelectorAll("link[rel=stylesheet]").length === 1));
  assert.deepEqual(await tab.evaluate(() => [...window.colours]), ["rgb(1, 0, 0)", "rgb(2, 0, 0)"], "never without style");
  assert.equal(it.loads(), 1);
});

test("a new script loads the page again", async (t) => {
  const head = (name) => `<script defer src="/${name}.js"></script>`;
  const it = await open(t, {
    "one.js": "window.which = 1", "two.js": "window.which = 2", "a.md": page("<p>字</p>", { head: head("one") }),
  });
  await it.site.write("a.md", page("<p>字</p>", { head: head("two") }));
  await it.tab.waitForFunction(() => window.which === 2);
  assert.equal(it.loads(), 2);
});

test("lists grow, shrink and turn round as published", async (t) => {
  const list = (items) => page(`<ol>${items.map((item) => `<li id="i${item}">${item}<b>!</b></li>`).join("")}</ol>`);
  const rows = [[1, 2, 3, 4, 5], [2, 3, 4, 5], [2, 3, 9, 4, 5], [5, 4, 9, 3, 2], [], [7], [1, 7, 2, 8, 3]];
  const it = await open(t, { "a.md": list(rows[0]) });
  for (const items of rows.slice(1)) {
    await it.site.write("a.md", list(items));
    await it.tab.waitForFunction((wanted) => [...document.querySelectorAll("li")].map((li) => li.id.slice(1)).join() === wanted, items.join());
  }
  assert.equal(it.loads(), 1);
});

test("after any change the page is as if it had just been loaded", async (t) => {
  // Random trees, seeded: each step is compared with the same page freshly parsed.
  let seed = 7;
  const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor((seed / 2147483648) * n); };
  const tree = (depth) => Array.from({ length: 1 + random(4) }, () => {
    const name = ["p", "div", "section", "ul", "b"][random(5)];
    const id = random(3) === 0 ? ` id="x${random(6)}"` : "";
    const mark = random(3) === 0 ? ` class="c${random(3)} d${random(3)}" data-n="${random(3)}"` : "";
    const inner = depth > 0 && name !== "p" && random(2) ? tree(depth - 1) : `字${random(9)}<!--${random(3)}-->`;
    return `<${name}${id}${mark}>${inner}</${name}>`;
  }).join(random(2) ? "\n" : " 和 ");
  const it = await open(t, { "a.md": page(tree(3)) });
  for (let step = 0; step < 60; step++) {
    const text = page(`${tree(3)}<i>步${step}步</i>`);
    await it.site.write("a.md", text);
    await it.holds(`步${step}步`);
    const live = await it.tab.evaluate(() => document.querySelector("main").outerHTML);
    const fresh = await it.tab.evaluate(() => new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("GET", location.href);
      request.responseType = "document";
      request.addEventListener("load", () => done(request.response.querySelector("main").outerHTML));
      request.send();
    }));
    assert.equal(live, fresh, `step ${step}`);
  }
  assert.equal(it.loads(), 1);
  assert.deepEqual(it.problems, []);
});

test("a page that another change touches follows too, and others do not move", async (t) => {
  const it = await open(t, { "a.md": page("<p>甲</p>"), "b.md": page("<p>乙</p>") });
  const other = await it.context.newPage();
  await other.goto(`${it.site.address}b/`);
  await other.locator("bifold-serve .badge").waitFor();
  await other.evaluate(() => {
    window.changes = 0;
    new MutationObserver((records) => { window.changes += records.length; }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await it.site.write("a.md", page("<p>甲甲</p>"));
  await it.holds("甲甲");
  await other.waitForTimeout(200);
  assert.equal(await other.evaluate(() => window.changes), 0);
  await it.site.write("b.md", page("<p>乙乙</p>"));
  await other.waitForFunction(() => document.body.textContent.includes("乙乙"));
  assert.equal(it.loads(), 1);
});

test("a page that goes says so, stays readable, and comes back", async (t) => {
  const it = await open(t, { "a.md": page("<p>甲</p>"), "404.html": page("<p>没有这一页</p>") });
  await it.site.remove("a.md");
  const badge = it.tab.locator("bifold-serve .badge");
  await badge.getByText("这一页已不在网站中").waitFor();
  assert.equal(await it.tab.locator("main p").textContent(), "甲");
  await it.site.write("a.md", page("<p>又来</p>"));
  await it.holds("又来");
  await badge.getByText("毫秒").waitFor();
});

test("an address without a page shows the page as soon as it is written", async (t) => {
  const it = await open(t, { "404.html": page("<p>没有这一页</p>") }, "new/");
  await it.holds("没有这一页");
  await it.site.write("new.md", page("<p>有了</p>"));
  await it.holds("有了");
});

test("the patched page is there within 50 ms of the news", async (t) => {
  const body = (word) => paragraphs(0, 400) + `<p>${word}</p>`;
  const it = await open(t, { "a.md": page(body("零")) });
  await it.tab.evaluate(() => {
    window.told = [];
    document.addEventListener("bifold:patched", () => window.told.push(performance.now()));
  });
  const times = [];
  for (let step = 1; step <= 15; step++) {
    const asked = await it.tab.evaluate(() => performance.now());
    await it.site.write("a.md", page(body(`改${step}改`)));
    await it.tab.waitForFunction((count) => window.told.length >= count, step, { polling: 5 });
    const entry = await it.tab.evaluate(() => {
      const requests = performance.getEntriesByType("resource").filter((r) => r.name === location.href);
      return { sent: requests.at(-1).startTime, done: window.told.at(-1) };
    });
    assert.ok(entry.sent > asked);
    times.push(entry.done - entry.sent);
    await it.tab.waitForTimeout(60);
  }
  times.sort((a, b) => a - b);
  const median = times[times.length >> 1];
  console.log(`news to patched page: median ${median.toFixed(1)} ms, worst ${times.at(-1).toFixed(1)} ms`);
  assert.ok(median <= 50, `median ${median} ms`);
});
