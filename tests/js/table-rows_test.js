import assert from "node:assert/strict";
import { test } from "node:test";

import { rowsOf } from "../../static/table-rows.js";

const ROWS = ["conv1", "layer1.0", "layer1.1", "layer10.0", "layer10.0.body"];

test("a part has its own row", () => assert.deepEqual(rowsOf(ROWS, "layer1.1"), [2]));

test("a layer without a row has those of its blocks, and not those of a layer that is called alike", () => {
  assert.deepEqual(rowsOf(ROWS, "layer1"), [1, 2]);
});

test("a part of something that has a row, such as a shortcut, has the nearest such row", () => {
  assert.deepEqual(rowsOf(ROWS, "layer1.1.add"), [2]);
  assert.deepEqual(rowsOf(ROWS, "layer10.0.body.conv"), [4]);
});

test("no part and an unknown one have none", () => {
  assert.deepEqual(rowsOf(ROWS, ""), []);
  assert.deepEqual(rowsOf(ROWS, "fc"), []);
});
