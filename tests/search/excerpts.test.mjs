// The lines that results show.
import assert from "node:assert/strict";
import test from "node:test";
import { client } from "./client.mjs";

const search = client();
const shown = (line, word) => {
  const record = { title: "", names: [], sections: [{ id: "a", heading: "", lines: [line] }] };
  const pieces = search.show({ record }, [{ term: word, weight: 1 }]).sections[0].text;
  return { text: pieces.map(([words]) => words).join(""), marked: pieces.filter(([, mark]) => mark).map(([words]) => words) };
};

test("a line of Chinese with a Latin word at its end shows what was found", () => {
  const line = (more) => `这一句说的是别的，网络写成普通的python类，前向计算逐行执行，可以${"随".repeat(more)}打印和打断点。一位作者要求至少会一个框架，举了它、TensorFlow和scikit-learn为例，${"后面还有很多话。".repeat(9)}`;
  for (let more = 0; more < 24; more++) {
    const { text, marked } = shown(line(more), "python");
    assert.deepEqual(marked, ["python"], text);
    const last = /([A-Za-z-]+) …$/.exec(text)?.[1];
    assert.ok(!last || ["TensorFlow", "scikit-learn", "python"].includes(last), text);
  }
});

test("a line of English ends at a word", () => {
  const line = `It is ${"a rather long-winded sentence about well-known things, ".repeat(3)}and python ${"stays for self-supervised learning ".repeat(9)}`;
  const words = new Set(line.split(/\s+/));
  for (let more = 0; more < 24; more++) {
    const { text, marked } = shown("x".repeat(more + 1) + " " + line, "python");
    assert.deepEqual(marked, ["python"], text);
    assert.ok(words.has(/(\S+) …$/.exec(text)[1]), text);
  }
});

test("a word longer than the room is cut, not left out", () => {
  const { text } = shown(`python${"y".repeat(400)}`, "z");
  assert.ok(text.length > 100, text);
});
