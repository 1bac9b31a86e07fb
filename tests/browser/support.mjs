// What the browser tests share: the built handbook, a static host with compression, and visitors.
//
//   import test from "node:test";
//   import { audit, visit } from "./support.mjs";
//
//   test("a chapter can be read on a phone in the dark", async (t) => {
//     const page = await visit(t, "zh/chapters/pay/", { width: 360, scheme: "dark" });
//     assert.deepEqual(await audit(page), []);
//   });
//
// `visit` closes what it opens, and fails the test when the page had errors of its own.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./host.mjs";

// The repository, and the program as `cargo build` leaves it.
export const root = path.resolve(import.meta.dirname, "../..");
export const bifold =
  process.env.BIFOLD_BINARY ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug/bifold");

// The widths that every page must bear: a phone, a tablet, a desk.
export const widths = [360, 768, 1440];

// What is closed when the file's last test has ended. Called here, `after` means the file; inside a test, that test.
const closing = [];
after(async () => {
  for (const close of closing.reverse()) await close();
});

// A folder that is gone when the test ends (or the file, without a test).
export function temporaryFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bifold-"));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  if (t) t.after(remove);
  else closing.push(remove);
  return folder;
}

let built;

// The folder of the built handbook; `tests/run` has built it already, a single test file builds it for itself.
export function site() {
  built ??= process.env.BIFOLD_SITE;
  if (!built) {
    built = path.join(temporaryFolder(), "site");
    execFileSync(bifold, ["build", "--quiet", "--root", root, "--out", built], { stdio: "inherit" });
  }
  return built;
}

// --- A static host ---------------------------------------------------------

// The path below a host's root at which the handbook stands: that of its `base_url`.
export const base = "/handbook/";

const hosts = new Map();

// The address of a host that serves `folder` (see `host.mjs`).
export async function host(folder = site()) {
  if (!hosts.has(folder)) {
    const { address, close } = await serve(folder, { base });
    closing.push(close);
    hosts.set(folder, address);
  }
  return hosts.get(folder);
}

// --- Visitors --------------------------------------------------------------

let starting;

// One Chromium for all tests of a file.
export function browser() {
  starting ??= launch();
  return starting;
}

async function launch() {
  const executablePath = process.env.BIFOLD_CHROMIUM ?? "/usr/bin/chromium";
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"];
  const started = await chromium.launch({ executablePath, args });
  closing.push(() => started.close());
  return started;
}

// A new visitor without history, and an empty page. Options, with their defaults:
//   width: 1440, height: 900, scheme: "light" | "dark", script: true, language: "zh-CN",
//   still: true (prefers reduced motion), touch: width < 720,
//   may: [] (patterns of messages that are expected: /404/), and whatever else Playwright's newContext takes.
export async function visitor(t, options = {}) {
  const { width = 1440, height = 900, scheme = "light", script = true, language = "zh-CN" } = options;
  const { still = true, touch = width < 720, may = [], ...others } = options;
  for (const own of ["width", "height", "scheme", "script", "language"]) delete others[own];
  const context = await (await browser()).newContext({
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: script,
    locale: language,
    reducedMotion: still ? "reduce" : "no-preference",
    hasTouch: touch,
    ...others,
  });
  context.setDefaultTimeout(10_000);
  const problems = [];
  context.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  context.on("weberror", (error) => problems.push(String(error.error())));
  context.on("requestfailed", (request) => {
    // A page that is left stops loading: the visitor's doing, no fault of the site.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") problems.push(`${request.url()}: ${why}`);
  });
  context.on("response", (response) => response.status() >= 400 && problems.push(`${response.url()}: ${response.status()}`));
  t.after(async () => {
    await context.close();
    assert.deepEqual(problems.filter((problem) => !may.some((pattern) => pattern.test(problem))), []);
  });
  return context.newPage();
}

// A visitor at `address`, below the site's root ("zh/roles/") or a whole one; options as `visitor`, and
//   from: "http" | "file"  how the site is read,
//   folder: site()         which built site.
export async function visit(t, address = "", { from = "http", folder = site(), ...options } = {}) {
  const page = await visitor(t, options);
  await page.goto(await addressOf(address, { from, folder }));
  return page;
}

// The whole address of a page; with `from: "file"` that of its file, as a double click on it would open.
export async function addressOf(address, { from = "http", folder = site() } = {}) {
  if (/^[a-z]+:/.test(address)) return address;
  if (from === "http") return new URL(address, await host(folder)).href;
  const [, file, rest] = address.match(/^([^?#]*)(.*)$/);
  const index = file === "" || file.endsWith("/") ? "index.html" : "";
  return pathToFileURL(path.join(folder, file + index)).href + rest;
}

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// What axe finds against WCAG 2.2 AA, a line each: "color-contrast: a.link".
export async function audit(page, options = {}) {
  await page.evaluate(axe);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const result = await page.evaluate((chosen) => globalThis.axe.run(document, chosen), {
    runOnly: tags,
    resultTypes: ["violations"],
    ...options,
  });
  return result.violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.target.join(" ")}`));
}

// How many pixels the page is wider than its window; 0 is what a reader wants.
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
