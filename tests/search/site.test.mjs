// The search of the built handbook: what readers find, and what it costs them. `tests/run` builds the site.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";

const site = process.env.BIFOLD_SITE;
const skip = site ? false : "BIFOLD_SITE names no built site";
const run = (script, input, ...options) => {
  const done = spawnSync(process.execPath, [path.join(import.meta.dirname, script), site, ...options], { input, encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr + done.stdout);
  return done.stdout.trim().split("\n");
};

test("readers' questions find the pages that answer them", { skip }, () => {
  run("questions.mjs", "");
});

test("a query costs few bytes and few requests", { skip }, () => {
  const questions = fs.readFileSync(path.join(import.meta.dirname, "questions.jsonl"), "utf8");
  const answers = run("query.mjs", questions).map((line) => JSON.parse(line));
  const mean = (value) => answers.reduce((sum, answer) => sum + value(answer), 0) / answers.length;
  assert.ok(mean((answer) => answer.bytes_cold) <= 60_000, `first query: ${mean((answer) => answer.bytes_cold)} bytes`);
  assert.ok(mean((answer) => answer.bytes) <= 42_000, `next query: ${mean((answer) => answer.bytes)} bytes`);
  assert.ok(answers.every((answer) => answer.results.length > 0));
  assert.ok(answers.every((answer) => answer.trips <= 3), "three round trips, one after the other");
});

// Asks each query in a fresh session; `finds` is where an answer should be among the first results, or null.
function inThreeTrips(asked) {
  const lines = asked.map(([lang, q], i) => JSON.stringify({ qid: `trip${i}`, lang, q }));
  const answers = run("query.mjs", lines.join("\n")).map((line) => JSON.parse(line));
  asked.forEach(([, q, finds], i) => {
    assert.ok(answers[i].trips <= 3, `${q}: ${answers[i].trips} round trips`);
    if (finds) assert.ok(answers[i].results.slice(0, 3).includes(finds), `${q}: ${answers[i].results}`);
    else assert.ok(answers[i].results.length > 0, `${q}: nothing`);
  });
}

test("a slip costs no further round trip, in a name or not", { skip }, () => {
  inThreeTrips(["feature enginering", "pythn", "linaer algebra", "overfiting", "laundrey", "wekend", "bakrey"].map((q) => ["en", q]));
});

test("Traditional characters cost no further round trip", { skip }, () => {
  inThreeTrips([["zh", "特徵工程", "zh/skills/feature-engineering/"], ["zh", "線性代數", "zh/skills/linear-algebra/"], ["zh", "轉行學習機器學習"], ["en", "機器學習"]]);
});

test("pinyin and initials cost no further round trip", { skip }, () => {
  inThreeTrips([["zh", "tezhenggongcheng", "zh/skills/feature-engineering/"], ["zh", "tzgc", "zh/skills/feature-engineering/"],
    ["zh", "xian xing dai shu", "zh/skills/linear-algebra/"], ["zh", "yingyu", "zh/skills/english/"], ["zh", "xin"]]);
});

test("every question is answered, whatever it holds", { skip }, () => {
  const hostile = ["", "   ", "a".repeat(10_000), "机".repeat(10_000), "\ud800", "机\ud800器", "\u0000\u001f", "!!!???", "。，；", "__proto__",
    "constructor", "++", "#", "'s", "\u202e\u200b", "😀", "<script>", "\\", "\"", "İ", "ไทย", "a ".repeat(3_000)];
  const lines = hostile.flatMap((q) => ["zh", "en", "fr", "__proto__", undefined].map((lang) => ({ lang, q })));
  const asked = [...lines, { lang: "zh" }, { lang: "zh", q: "docker", xlang: true }].map((line, i) => JSON.stringify({ qid: `q${i}`, ...line }));
  const answers = run("query.mjs", asked.join("\n")).map((line) => JSON.parse(line));
  assert.equal(answers.length, asked.length);
  assert.ok(answers.at(-1).results.every((url) => url.startsWith("en/")));
});
