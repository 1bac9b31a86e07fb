// Runs Lighthouse and holds its scores: `audit.mjs SITE [END-OF-ADDRESS] [RUNS]`, by `tests/lighthouse/run`.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { serve } from "../browser/host.mjs";

const [folder, end = "", runs = "5"] = process.argv.slice(2);

const PAGES = ["zh", "en"].flatMap((locale) =>
  ["", "chapters/life-of-an-ml-project/", "roles/data-engineer/", "map/"].map((page) => `${locale}/${page}`));

// What is asked of the median: scores of 100, the shift of the layout in its own measure.
const LEAST = { performance: 99, accessibility: 100, "best-practices": 100, seo: 100 };
const MOST_SHIFT = 0;
// Times that explain a score for performance, in milliseconds.
const TIMES = { FCP: "first-contentful-paint", LCP: "largest-contentful-paint", TBT: "total-blocking-time" };

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

// One run: the scores, the shift, the times, and the audits that took something off.
async function once(address, port) {
  const options = { port, output: "json", logLevel: "error", onlyCategories: Object.keys(LEAST) };
  const { lhr } = await lighthouse(address, options);
  if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
  const result = { shift: lhr.audits["cumulative-layout-shift"].numericValue, faults: [] };
  for (const [name, category] of Object.entries(lhr.categories)) {
    result[name] = Math.round(category.score * 100);
    for (const { id, weight } of category.auditRefs) {
      const { score, title } = lhr.audits[id];
      if (weight > 0 && score !== null && score < 0.9) result.faults.push(`${id}: ${title}`);
    }
  }
  for (const [short, id] of Object.entries(TIMES)) result[short] = Math.round(lhr.audits[id].numericValue);
  return result;
}

// The medians of a page's runs, a line of the table.
async function measure(page, root, port) {
  const results = [];
  for (let run = 0; run < Number(runs); run += 1) results.push(await once(new URL(page, root).href, port));
  const middle = (name) => median(results.map((result) => result[name]));
  const line = { page };
  for (const name of Object.keys(LEAST)) line[name] = middle(name);
  line.CLS = Number(middle("shift").toFixed(4));
  for (const name of Object.keys(TIMES)) line[name] = middle(name);
  const missed = Object.entries(LEAST).filter(([name, least]) => line[name] < least).map(([name]) => name);
  if (line.CLS > MOST_SHIFT) missed.push("CLS");
  return { line, missed, faults: [...new Set(results.flatMap((result) => result.faults))] };
}

const host = await serve(folder, { base: "/handbook/", kept: true });
const chrome = await launch({
  chromePath: process.env.BIFOLD_CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
const lines = [];
let failed = false;
try {
  for (const page of PAGES.filter((one) => one.endsWith(end))) {
    const { line, missed, faults } = await measure(page, host.address, chrome.port);
    lines.push(line);
    if (!missed.length) continue;
    failed = true;
    console.error(`${page} misses ${missed.join(", ")}${faults.map((fault) => `\n  ${fault}`).join("")}`);
  }
} finally {
  chrome.kill();
  host.close();
}
console.table(lines);
process.exitCode = failed || !lines.length ? 1 : 0;
