// Roles and skills in detail: the maps, comparing, own skills. What each reader does with them is in flows.test.mjs.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { audit, overflow, temporaryFolder, visit } from "./support.mjs";

test("axe has nothing to say about own skills that are ticked, and about roles that are compared", async (t) => {
  for (const { width, scheme, locale } of [{ width: 360, scheme: "dark", locale: "zh" }, { width: 1440, scheme: "light", locale: "en" }]) {
    const page = await visit(t, `${locale}/my-skills/`, { width, scheme });
    for (const skill of ["databases", "programming"]) await page.locator(`input[data-tick=${skill}]`).check();
    await page.locator("[data-ranking] li").first().waitFor();
    await page.locator("[data-next] li").first().waitFor();
    assert.deepEqual(await audit(page), [], "own skills");
    await page.goto(new URL("../compare/?roles=data-engineer,machine-learning-engineer,data-scientist", page.url()).href);
    await page.locator("table.compare td").first().waitFor();
    assert.deepEqual(await audit(page), [], "compared");
    await page.locator(".compare-live select").nth(2).selectOption("");
    await page.locator("table.compare .all").first().waitFor();
    assert.match(page.url(), /\?roles=data-engineer,machine-learning-engineer$/);
  }
});

test("own skills go out as a file and come in again, also with skills that the book does not know", async (t) => {
  const page = await visit(t, "zh/my-skills/");
  await page.locator("input[data-tick=databases]").check();
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("[data-export]").click()]);
  const file = path.join(temporaryFolder(t), "skills.json");
  await download.saveAs(file);
  const kept = JSON.parse(fs.readFileSync(file, "utf8"));
  assert.deepEqual(kept.skills, ["databases"]);
  const clear = page.locator("[data-clear]");
  await clear.click();
  assert.equal(await page.locator("input[data-tick]:checked").count(), 1, "the first click only asks");
  await clear.click();
  assert.equal(await page.locator("input[data-tick]:checked").count(), 0);
  fs.writeFileSync(file, JSON.stringify({ ...kept, skills: ["databases", "statistics", "no-such-skill"] }));
  await page.locator("[data-import]").setInputFiles(file);
  await page.locator("input[data-tick=statistics]:checked").waitFor();
  assert.notEqual((await page.locator(".mine-status").innerText()).trim(), "");
  fs.writeFileSync(file, "<html>");
  await page.locator("[data-import]").setInputFiles(file);
  await page.waitForTimeout(200);
  assert.equal(await page.locator("input[data-tick]:checked").count(), 2, "a strange file changes nothing");
});

const place = (page) => page.locator(".stage").evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
const wide = (page) => page.locator(".stage svg.map").evaluate((svg) => svg.getBoundingClientRect().width);

test("the career map is moved by dragging and made larger by buttons, wheel and keys", async (t) => {
  const page = await visit(t, "zh/map/", { width: 900 });
  const stage = page.locator(".stage");
  const first = await wide(page);
  await page.locator(".zoom button").nth(0).click();
  const second = await wide(page);
  assert.ok(second > first * 1.2);
  await stage.focus();
  await page.keyboard.press("+");
  assert.ok((await wide(page)) > second * 1.2);
  const [left] = await place(page);
  await page.keyboard.press("ArrowRight");
  assert.ok((await place(page))[0] > left);
  await page.keyboard.press("0");
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  const [from] = await place(page);
  const box = await stage.boundingBox();
  await page.mouse.move(box.x + 400, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 250, box.y + 60, { steps: 4 });
  await page.mouse.up();
  assert.ok(Math.abs((await place(page))[0] - from - 150) < 3, "follows the pointer");
  assert.match(page.url(), /\/zh\/map\/$/, "a drag opens nothing");
  const before = await wide(page);
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, 100);
  await page.keyboard.up("Control");
  await page.waitForTimeout(100);
  assert.ok((await wide(page)) < before);
});

test("a role in focus shows its lines and neighbours, and opens", async (t) => {
  const page = await visit(t, "en/map/");
  const node = page.locator('.map a.node[href*="data-engineer/"]').first();
  await page.locator(".stage").focus();
  for (let n = 0; n < 60 && !(await node.evaluate((one) => one === document.activeElement)); n += 1) await page.keyboard.press("Tab");
  assert.equal(await node.evaluate((one) => one === document.activeElement), true, "reached by Tab");
  await page.waitForTimeout(50);
  assert.equal(await node.evaluate((one) => getComputedStyle(one.nextElementSibling).visibility), "visible");
  assert.ok(Number(await page.locator(".map .lines").first().evaluate((one) => getComputedStyle(one).opacity)) < 0.5);
  const colour = await page.locator(".map .node text").last().evaluate((one) => getComputedStyle(one).opacity);
  assert.equal(colour, "1", "names keep their contrast");
  assert.deepEqual(await audit(page), [], "with a role in focus");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/en\/roles\/.*data-engineer\//);
});

test("on a phone the map is a list first; the picture on request, its words never under 12 pixels", async (t) => {
  for (const locale of ["zh", "en"]) {
    const page = await visit(t, `${locale}/map/`, { width: 360 });
    assert.equal(await page.locator(".picture").isVisible(), false);
    assert.ok(await page.locator(".map-list a").first().isVisible());
    await page.locator(".to-picture").click();
    await page.locator(".stage svg.map").waitFor();
    await page.locator(".zoom button").nth(2).click();
    const sizes = await page.evaluate(() => [...document.querySelectorAll(".stage .node text, .stage .lane-title")].map((text) => {
      const { width } = text.ownerSVGElement.viewBox.baseVal;
      return parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getBoundingClientRect().width / width;
    }));
    assert.ok(sizes.length > 30 && Math.min(...sizes) >= 12, `the smallest is ${Math.min(...sizes)}`);
    assert.equal(await overflow(page), 0);
  }
});

for (const address of ["zh/map/", "en/map/", "zh/map/skills/", "en/map/skills/"]) {
  test(`on /${address} no two words overlap, and no line runs through one`, async (t) => {
    const page = await visit(t, address);
    const found = await page.evaluate(() => {
      const faults = [];
      for (const svg of document.querySelectorAll("main svg.map")) {
        const labels = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).map((text) => {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          return { words: text.textContent, left, right, top, bottom };
        });
        labels.forEach((a, at) => labels.slice(at + 1).forEach((b) => {
          const [x, y] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
          // The boxes of two lines of one name touch by their leading.
          if (x > 1 && y > 5) faults.push(`${a.words} / ${b.words}`);
        }));
        const spine = svg.querySelector(".spine")?.getBoundingClientRect();
        for (const line of svg.querySelectorAll(".lines path, .lines use")) {
          const shape = line.matches("use") ? svg.querySelector(line.getAttribute("href")) : line;
          if (!shape?.getTotalLength || shape.matches(".hit, .map-head")) continue;
          const matrix = line.getScreenCTM();
          const length = shape.getTotalLength();
          for (let at = 0; at <= length; at += 3) {
            const { x, y } = shape.getPointAtLength(at).matrixTransform(matrix);
            // What passes behind the spine is not seen there.
            if (spine && x > spine.left && x < spine.right && y > spine.top && y < spine.bottom) continue;
            const hit = labels.find((label) => x > label.left && x < label.right && y > label.top + 3 && y < label.bottom - 3);
            if (hit) { faults.push(`a line runs through ${hit.words}`); break; }
          }
        }
        faults.lines = (faults.lines ?? 0) + svg.querySelectorAll(".lines path, .lines use").length;
      }
      return { faults, lines: faults.lines };
    });
    assert.ok(found.lines > 20, `${found.lines} lines were looked at`);
    assert.deepEqual(found.faults, []);
  });
}
