/** Cells under points worked out by hand, and numbers as the server's `number_text` says them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellBeside, cellUnder, middle, valueText } from "../../static/channel-cells.js";

const box = { left: 100, top: 50, width: 56, height: 28 };

test("a point's cell is its share of the map's edges", () => {
  assert.deepEqual(cellUnder([7, 14], box, 100, 50), [0, 0]);
  assert.deepEqual(cellUnder([7, 14], box, 103.9, 53.9), [0, 0]);
  assert.deepEqual(cellUnder([7, 14], box, 104, 54), [1, 1]);
  assert.deepEqual(cellUnder([7, 14], box, 128, 77), [6, 7]);
});

test("a point on or beyond an edge belongs to the cell beside it", () => {
  assert.deepEqual(cellUnder([7, 14], box, 156, 78), [6, 13]);
  assert.deepEqual(cellUnder([7, 14], box, 90, 200), [6, 0]);
});

test("a map that is drawn smaller than its cells still tells them apart", () => {
  assert.deepEqual(cellUnder([149, 149], { left: 0, top: 0, width: 75, height: 75 }, 74.9, 37.5), [74, 148]);
});

test("arrow keys go to the neighbour and stay within the map; other keys lead nowhere", () => {
  assert.deepEqual(cellBeside([8, 8], [3, 5], "ArrowUp"), [2, 5]);
  assert.deepEqual(cellBeside([8, 8], [3, 5], "ArrowRight"), [3, 6]);
  assert.deepEqual(cellBeside([8, 8], [0, 0], "ArrowLeft"), [0, 0]);
  assert.deepEqual(cellBeside([8, 8], [7, 7], "ArrowDown"), [7, 7]);
  assert.equal(cellBeside([8, 8], [3, 5], "Enter"), null);
  assert.deepEqual(middle([7, 8]), [3, 4]);
});

test("numbers have three digits that count, with a true minus; what is no number is a word", () => {
  const said = [
    [0, "0"], [3.2149, "3.21"], [-0.04561, "−0.0456"], [1234.4, "1234"], [999.6, "1e+03"], [0.000123456, "0.000123"],
    [0.0000456, "4.56e-05"], [2500000, "2.5e+06"], [0.39, "0.39"], [1, "1"],
    ["NaN", "NaN"], ["Infinity", "infinity"], ["-Infinity", "−infinity"],
  ];
  for (const [value, text] of said) assert.equal(valueText(value), text);
});
