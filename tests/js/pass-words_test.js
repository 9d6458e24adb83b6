import assert from "node:assert/strict";
import test from "node:test";

import { progressWords, stoppedWords } from "../../static/pass-words.js";

test("the last block that is done is named and counted", () => {
  assert.equal(progressWords({ path: "layer3.4", done: 12, of: 16, unit: "blocks" }), "layer3.4, 12 of 16 blocks");
});

test("before the first block there is none to name", () => {
  assert.equal(progressWords({ path: "", done: 0, of: 16, unit: "blocks" }), "0 of 16 blocks");
});

test("what was stopped says what it leaves blank", () => {
  assert.equal(stoppedWords(7, 20), "Stopped. 7 of 20 volumes are left blank.");
  assert.equal(stoppedWords(1, 1), "Stopped. 1 of 1 volumes is left blank.");
  assert.equal(stoppedWords(0, 20), "Stopped. All volumes of the drawing are filled.");
});
