// Landing pages list roles and skills, group by group, as readers of each language look for them: Chinese by pinyin,
// English by the alphabet without regard to case. The browser's tables of the same language are the judge.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { site } from "./support.mjs";

const READERS = { zh: "zh-Hans-u-co-pinyin", en: "en" };

// The titles of each group, in the order of the page.
function groups(locale, collection) {
  const html = fs.readFileSync(path.join(site(), locale, collection, "index.html"), "utf8");
  return html.split('<section class="group"').slice(1).map((group) => {
    const titles = [...group.matchAll(/<li class="card"><h3>.*?<a [^>]*>([^<]+)<\/a>/g)].map(([, title]) => title);
    return { key: group.match(/id="([^"]+)"/)[1], titles };
  });
}

for (const [locale, tag] of Object.entries(READERS)) {
  for (const [collection, least] of [["roles", 30], ["skills", 140]]) {
    test(`${locale}: ${collection} stand in the order that readers expect`, () => {
      const order = new Intl.Collator(tag, { numeric: true });
      assert.equal(order.resolvedOptions().locale.slice(0, 2), locale, "the judge knows the language");
      const found = groups(locale, collection);
      assert.ok(found.flatMap((group) => group.titles).length >= least);
      for (const { key, titles } of found) assert.deepEqual(titles, titles.toSorted(order.compare), key);
    });
  }
}

test("the judge tells pinyin from strokes and code points, and forgets case", () => {
  const zh = new Intl.Collator(READERS.zh);
  assert.deepEqual(["中文", "安全", "一般", "数学", "编程"].toSorted(zh.compare), ["安全", "编程", "数学", "一般", "中文"]);
  const en = new Intl.Collator(READERS.en);
  assert.deepEqual(["big data", "SQL", "Apache Spark", "Zero", "sampling"].toSorted(en.compare), ["Apache Spark", "big data", "sampling", "SQL", "Zero"]);
});
