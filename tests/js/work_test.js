import assert from "node:assert/strict";
import { test } from "node:test";
import { product } from "../../static/work.js";

test("a cell is multiplied in words", () => {
  assert.equal(product(["0.52", "−0.31", "−0.161"], false), "0.52 × −0.31 = −0.161");
});

test("padding is named as what it is", () => {
  assert.equal(product(["0", "−0.31", "0"], true), "0 × −0.31 = 0, for the padding is 0");
});
