import assert from "node:assert/strict";
import { test } from "node:test";
import { beside, boxOf, cellNear, centreOf, pairOf } from "../../static/field.js";

/** A 7x7 convolution at stride 2 with padding 3 over 32 x 40 pixels. */
const stem = { size: [7, 7], jump: [2, 2], start: [-3, -3], cells: [16, 20], picture: [32, 40] };

test("the middle of a cell's box leads back to the cell", () => {
  for (const cell of [[0, 0], [7, 3], [15, 19]]) assert.deepEqual(cellNear(stem, centreOf(stem, cell)), cell);
});

test("beside the outermost centres the outermost cells are nearest", () => {
  assert.deepEqual(cellNear(stem, [-5, 100]), [0, 19]);
  assert.deepEqual(cellNear(stem, [31.9, 0]), [15, 0]);
});

test("between two centres the nearer one counts", () => {
  assert.deepEqual(cellNear(stem, [1.4, 1.6]), [0, 1]);
});

test("a box ends where the picture does", () => {
  assert.deepEqual(boxOf(stem, [0, 10]), { from: [0, 17], to: [4, 24] });
  assert.deepEqual(boxOf(stem, [15, 19]), { from: [27, 35], to: [32, 40] });
});

test("arrows go to the next cell and stop at the border", () => {
  assert.deepEqual(beside(stem, [3, 5], "ArrowDown"), [4, 5]);
  assert.deepEqual(beside(stem, [3, 5], "ArrowLeft"), [3, 4]);
  assert.equal(beside(stem, [0, 0], "ArrowUp"), null);
  assert.equal(beside(stem, [15, 19], "ArrowRight"), null);
  assert.equal(beside(stem, [3, 5], "Enter"), null);
});

test("a cell is read from an address, and nothing else is", () => {
  assert.deepEqual(pairOf("3,5"), [3, 5]);
  for (const text of [null, "", "3", "3,5,6", "-1,2", "a,b"]) assert.equal(pairOf(text), null);
});
