// Finding one's way, in detail: previews, the column beside the text, the keyboard, what prints, and reading without
// JavaScript, without a server and at the root of a host. What each reader does is in flows.test.mjs.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { serve } from "./host.mjs";
import { audit, bifold, overflow, root, site, temporaryFolder, visit } from "./support.mjs";

const CHAPTER = "chapters/life-of-an-ml-project/";

const active = (page) => page.evaluate(() => {
  const { id, className, tagName, hash } = document.activeElement;
  return { id, name: String(className.baseVal ?? className), tag: tagName, hash };
});

let lacking;
// The handbook as it would be without the English page on databases.
function siteWithGap() {
  if (!lacking) {
    const folder = temporaryFolder();
    const copy = path.join(folder, "book");
    for (const part of ["site.toml", "content"]) fs.cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
    fs.rmSync(path.join(copy, "content/skills/databases.en.md"));
    lacking = path.join(folder, "site");
    execFileSync(bifold, ["build", "--quiet", "--root", copy, "--out", lacking], { stdio: "ignore" });
  }
  return lacking;
}

test("the column's marker follows the reader", async (t) => {
  const page = await visit(t, `zh/${CHAPTER}`);
  for (const n of [1, 3]) {
    const id = await page.locator(".prose h2[id]").nth(n).getAttribute("id");
    await page.locator(`#${id}`).evaluate((heading) => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 100));
    await page.locator(`.toc a[aria-current][href="#${id}"]`).waitFor();
    assert.equal(await page.locator(".toc a[aria-current]").count(), 1);
  }
});

test("a page without translation says so, and the switch keeps its section", async (t) => {
  const page = await visit(t, "en/skills/databases/", { folder: siteWithGap() });
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.match(await page.locator(".prose").first().getAttribute("lang"), /^zh/);
  await page.locator("main .notice").waitFor();
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await audit(page), [], `${width}, ${colorScheme}`);
      assert.equal(await overflow(page), 0);
    }
  }
  const id = await page.locator(".prose h2[id]").nth(1).getAttribute("id");
  for (const to of ["zh", "en"]) {
    await page.locator(`#${id}`).evaluate((heading) => heading.scrollIntoView());
    await page.locator(`header a[data-turn="${to}"]`).click();
    await page.waitForURL(new RegExp(`/${to}/skills/databases/#${id}$`));
  }
});

test("a preview opens on focus, describes its link, and Escape closes it without moving the focus", async (t) => {
  for (const locale of ["zh", "en"]) {
    const page = await visit(t, `${locale}/${CHAPTER}`);
    const link = page.locator(".prose a.skill").first();
    await page.locator(".meta a").first().focus();
    for (let n = 0; n < 30 && !(await link.evaluate((one) => one === document.activeElement)); n += 1) await page.keyboard.press("Tab");
    const preview = page.locator(".preview");
    await preview.waitFor();
    const described = await link.getAttribute("aria-describedby");
    assert.notEqual((await page.locator(`#${described}`).innerText()).trim(), "");
    assert.deepEqual(await audit(page), [], "with the preview open");
    const box = await preview.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 1440);
    await page.keyboard.press("Escape");
    await preview.waitFor({ state: "detached" });
    assert.equal(await link.evaluate((one) => one === document.activeElement), true);
    assert.equal(await link.getAttribute("aria-describedby"), null);
    await page.keyboard.press("Tab");
    await page.mouse.move(0, 0);
    const other = page.locator(".prose a.skill").nth(1);
    await other.scrollIntoViewIfNeeded();
    await other.hover();
    await preview.waitFor();
    // The pointer may enter the card.
    await preview.hover();
    await page.waitForTimeout(300);
    assert.equal(await preview.count(), 1);
  }
});

test("the focus goes as one reads, is always seen, and begins with a way past the header", async (t) => {
  for (const address of ["zh/", `en/${CHAPTER}`, "zh/roles/data-engineer/", "en/map/"]) {
    const page = await visit(t, address);
    await page.keyboard.press("Tab");
    assert.match((await active(page)).name, /skip/);
    await page.keyboard.press("Enter");
    assert.equal((await active(page)).id, "main");
    await page.reload();
    const seen = [];
    for (let n = 0; n < 40; n += 1) {
      await page.keyboard.press("Tab");
      seen.push(await page.evaluate(() => {
        const one = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        const around = one.closest(".switch") && getComputedStyle(one.closest(".switch"));
        const box = one.getBoundingClientRect();
        const place = [one.closest("header.top") ? 0 : one.closest(".menu") ? 1 : one.closest("main") ? 2 : 3];
        return {
          what: `${one.tagName}.${one.className.baseVal ?? one.className} ${one.textContent.trim().slice(0, 20)}`,
          ring: [outlineStyle, around?.outlineStyle].some((style) => style && style !== "none") && parseFloat(outlineWidth) >= 0,
          inWindow: box.bottom > 0 && box.top < innerHeight && box.width > 0,
          place: one.matches(".skip") ? -1 : place[0],
        };
      }));
    }
    for (const stop of seen) assert.ok(stop.ring && stop.inWindow, `${address}: ${JSON.stringify(stop)}`);
    const places = seen.map((stop) => stop.place);
    assert.deepEqual(places, places.toSorted((a, b) => a - b), address);
  }
});

test("drawings follow the page's switch, not only the system", async (t) => {
  const page = await visit(t, `zh/${CHAPTER}`);
  const drawing = page.locator(".prose figure.image img").first();
  await drawing.scrollIntoViewIfNeeded();
  const brightness = async () => {
    const picture = (await drawing.screenshot()).toString("base64");
    return page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      const pen = canvas.getContext("2d");
      pen.drawImage(image, 0, 0);
      const [red, green, blue] = pen.getImageData(3, 3, 1, 1).data;
      return red + green + blue;
    }, picture);
  };
  assert.ok((await brightness()) > 600);
  const button = page.locator("header .scheme");
  for (const [scheme, holds] of [["light", (light) => light > 600], ["dark", (light) => light < 200]]) {
    await button.click();
    assert.equal(await page.locator("html").getAttribute("data-scheme"), scheme);
    assert.ok(holds(await brightness()), scheme);
  }
  await page.reload();
  assert.equal(await page.locator("html").getAttribute("data-scheme"), "dark", "the choice is remembered");
});

test("without JavaScript each page says all that it can", async (t) => {
  const page = await visit(t, `zh/${CHAPTER}`, { script: false, width: 360 });
  await page.locator(".contents summary").click();
  await page.locator(".contents a").nth(1).click();
  assert.match(page.url(), /#/);
  await page.locator(".menu-open").click();
  await page.locator("#menu .tree .group-link").first().click();
  await page.waitForURL(/\/zh\/chapters\//);
  for (const [address, what] of [
    ["zh/roles/data-engineer/", "[data-skill] a"], ["zh/skills/databases/", ".needs a"], ["en/map/", ".map-list a"],
    ["zh/map/skills/", ".skill-map a"], ["en/compare/", ".pairs a"], ["zh/compare/data-engineer/machine-learning-engineer/", "table.compare td"],
    ["en/moves/data-engineer/machine-learning-engineer/", ".learn li"], ["zh/parallel/chapters/pay/", ".pair .cell"],
    ["en/my-skills/", "noscript, .notice"], ["zh/search/", ".all-names a"], ["en/sources/", ".source-list li"],
  ]) {
    await page.goto(new URL(`../../${address}`, page.url().replace(/\/(zh|en)\/.*$/, "/zh/x/")).href);
    assert.ok((await page.locator(what).count()) > 0, `${address} has ${what}`);
  }
});

test("from a file, with JavaScript: reading, switching, comparing, ticking", async (t) => {
  const page = await visit(t, "zh/roles/", { from: "file" });
  await page.locator('main a[href*="roles/data-engineer/"], main a[href^="data-engineer/"]').first().click();
  await page.waitForURL(/zh\/roles\/data-engineer\/index\.html$/);
  await page.locator(".tree .unfold-button").first().click();
  await page.locator(".tree .unfolded a").first().waitFor();
  await page.locator('header a[data-turn="en"]').click();
  await page.waitForURL(/en\/roles\/data-engineer\/index\.html/);
  await page.locator('.about a[href*="compare/"]').last().click();
  await page.locator(".compare-live select").nth(0).selectOption("data-engineer");
  await page.locator(".compare-live select").nth(1).selectOption("data-scientist");
  await page.locator("table.compare td").first().waitFor();
  await page.locator('header a[href*="my-skills/"]').click();
  await page.locator("input[data-tick=databases]").check();
  await page.locator("[data-ranking] li").first().waitFor();
});

test("the same files work at the root of a host", async (t) => {
  const { address, close } = await serve(site());
  t.after(close);
  const page = await visit(t, `${address}zh/`);
  await page.locator('main a[href*="chapters/"]').first().click();
  await page.locator('header a[data-turn="en"]').click();
  await page.waitForURL(/\/en\/chapters\//);
  await page.locator('header a[href$="map/"]').click();
  await page.locator(".map a.node").first().waitFor();
});

test("pages and the whole book print", async (t) => {
  const pages = async (page) => {
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    return (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
  };
  const page = await visit(t, `zh/${CHAPTER}`, { scheme: "dark" });
  const chapter = await pages(page);
  assert.ok(chapter >= 3 && chapter <= 10, `${chapter} pages`);
  await page.emulateMedia({ media: "print" });
  for (const gone of ["header.top", ".menu", ".foot", ".contents", ".turn"]) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), "rgb(255, 255, 255)");
  await page.emulateMedia({ media: null });
  await page.goto(new URL("../../moves/data-engineer/machine-learning-engineer/", page.url()).href);
  const move = await pages(page);
  assert.ok(move >= 1 && move <= 2, `${move} sheets for a move`);
  await page.goto(new URL("../../../print/", page.url()).href);
  // Making hundreds of sheets takes long: here the contents lead to every entry, in the order of the book.
  const broken = await page.evaluate(() => [...document.querySelectorAll(".whole-contents a")].filter((link) => !document.getElementById(link.hash.slice(1))).length);
  assert.equal(broken, 0);
  assert.ok((await page.locator(".whole-entry").count()) > 200);
});
