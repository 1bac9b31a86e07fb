// The tokens of tokens.json, made as browsers do; tests/search_tokens.rs makes them as at build.
import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { client } from "./client.mjs";

const { tokens } = client();
const table = fs.readFileSync(new URL("../../src/search/data/fold.txt", import.meta.url), "utf8").replaceAll("\n", "");
for (let pairs = Array.from(table), i = 0; i < pairs.length; i += 2) tokens.simplified.set(pairs[i], pairs[i + 1]);

test("the client makes the tokens that the build makes", () => {
  const cases = JSON.parse(fs.readFileSync(new URL("tokens.json", import.meta.url), "utf8"));
  assert.ok(cases.length >= 300);
  for (const { text, tokens: expected } of cases) {
    assert.deepEqual(tokens.tokens(text), expected, JSON.stringify(text));
  }
});
