import assert from "node:assert/strict";
import { test } from "node:test";
import { countAt, stepped } from "../../static/counts.js";

test("the number that the caret stands in or behind is stepped, and then marked", () => {
  assert.deepEqual(stepped("3,4,6,3", 0, 1), { text: "4,4,6,3", start: 0, end: 1 });
  assert.deepEqual(stepped("3,4,6,3", 1, 1), { text: "4,4,6,3", start: 0, end: 1 });
  assert.deepEqual(stepped("3,4,6,3", 2, -1), { text: "3,3,6,3", start: 2, end: 3 });
  assert.deepEqual(stepped("3,4,6,3", 7, 1), { text: "3,4,6,4", start: 6, end: 7 });
});

test("a number may grow or lose a digit", () => {
  assert.deepEqual(stepped("99,1", 1, 1), { text: "100,1", start: 0, end: 3 });
  assert.deepEqual(stepped("64,100", 5, -1), { text: "64,99", start: 3, end: 5 });
});

test("no number goes below zero", () => {
  assert.equal(stepped("3,4", 0, -10)?.text, "0,4");
});

test("where no number is, nothing is stepped; behind the last, that one is", () => {
  assert.equal(stepped("", 0, 1), undefined);
  assert.equal(stepped("a,b", 2, 1), undefined);
  assert.deepEqual(countAt("3,4 ", 4), { start: 2, end: 3 });
});
