/** Windows worked out by hand: conv1 of a ResNet (7x7, stride 2, padding 3, 224 to 112) and layer2.0.conv1 (3x3, stride 2, padding 1, 56 to 28). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellAt, cellCount, cellOf, cellShift, indexOf, outputOutline, patch, readout, windowShift } from "../../static/sliding.js";

const plane = {
  in_corner: [100, 50], row_step: [0, 2], column_step: [1, -1],
  out_corner: [400, 80], out_row_step: [0, 4], out_column_step: [2, -1],
};
const halving = { kernel: [3, 3], stride: [2, 2], padding: [1, 1], input: [56, 56], output: [28, 28], ...plane };
const stem = { kernel: [7, 7], stride: [2, 2], padding: [3, 3], input: [224, 224], output: [112, 112], ...plane };
const oblong = { kernel: [1, 3], stride: [1, 2], padding: [0, 1], input: [4, 6], output: [4, 3], ...plane };

test("a cell inside reads a whole window", () => {
  assert.deepEqual(patch(halving, { row: 3, column: 5 }), {
    rows: { first: 5, last: 7, padded: 0 },
    columns: { first: 9, last: 11, padded: 0 },
  });
  assert.equal(readout(halving, { row: 3, column: 5 }), "output (row 3, column 5) reads input rows 5 to 7, columns 9 to 11");
});

test("a cell at the corner reads padding too, and says how much", () => {
  assert.deepEqual(patch(stem, { row: 0, column: 0 }).rows, { first: 0, last: 3, padded: 3 });
  assert.equal(
    readout(stem, { row: 0, column: 1 }),
    "output (row 0, column 1) reads input rows 0 to 3, columns 0 to 5, and 3 rows and 1 column of padding",
  );
});

test("the last cell of an even input leaves the far padding unread", () => {
  assert.deepEqual(patch(halving, { row: 27, column: 27 }).rows, { first: 53, last: 55, padded: 0 });
  assert.deepEqual(patch(stem, { row: 111, column: 0 }).rows, { first: 219, last: 223, padded: 2 });
});

test("rows and columns go by their own kernel, stride and padding", () => {
  assert.equal(readout(oblong, { row: 2, column: 0 }), "output (row 2, column 0) reads input row 2, columns 0 to 1, and 1 column of padding");
});

test("a window wholly in the padding reads nothing else", () => {
  const strange = { ...oblong, kernel: [1, 1], padding: [1, 0], output: [6, 3] };
  assert.equal(readout(strange, { row: 0, column: 0 }), "output (row 0, column 0) reads nothing but padding");
});

test("the window moves by the stride and the cell by one", () => {
  assert.deepEqual(windowShift(halving, { row: 3, column: 5 }), [10, 2]); // 6 rows of (0, 2) and 10 columns of (1, -1)
  assert.deepEqual(cellShift(halving, { row: 3, column: 5 }), [10, 7]); // 3 of (0, 4) and 5 of (2, -1)
  assert.deepEqual(windowShift(halving, { row: 0, column: 0 }), [0, 0]);
});

const LENGTH = 60; // of the output, along its channels
const elsewhere = { row: 9, column: 1 };

test("a point on the output's side is the cell it lies in", () => {
  assert.deepEqual(cellAt(halving, LENGTH, { x: 400.1, y: 80.1 }, elsewhere), { row: 0, column: 0 });
  assert.deepEqual(cellAt(halving, LENGTH, { x: 411, y: 88.5 }, elsewhere), { row: 3, column: 5 }); // 80 + 3.5 rows * 4 - 5.5 columns
});

test("a point on the front picks the row, one on the roof the column", () => {
  assert.deepEqual(cellAt(halving, LENGTH, { x: 350, y: 94 }, elsewhere), { row: 3, column: 1 });
  assert.deepEqual(cellAt(halving, LENGTH, { x: 371, y: 74.5 }, elsewhere), { row: 9, column: 5 }); // 5.5 columns of (2, -1)
});

test("every cell is found again from its own centre", () => {
  for (let index = 0; index < cellCount(oblong); index += 1) {
    const cell = cellOf(oblong, index);
    const [dx, dy] = cellShift(oblong, { row: cell.row + 0.5, column: cell.column + 0.5 });
    assert.deepEqual(cellAt(oblong, LENGTH, { x: 400 + dx, y: 80 + dy }, elsewhere), cell);
    assert.equal(indexOf(oblong, cell), index);
  }
});

test("a point beside the output is no cell", () => {
  for (const [x, y] of [[339, 90], [460, 80], [402, 400], [350, 40], [341, 77]]) {
    assert.equal(cellAt(halving, LENGTH, { x, y }, elsewhere), null, `${x}, ${y}`);
  }
});

test("the outline goes round side, roof and front", () => {
  assert.deepEqual(outputOutline(halving, LENGTH), [[400, 192], [456, 164], [456, 52], [396, 52], [340, 80], [340, 192]]);
});

test("cells are numbered along the rows", () => {
  assert.equal(cellCount(oblong), 12);
  assert.deepEqual(cellOf(oblong, 7), { row: 2, column: 1 });
});
