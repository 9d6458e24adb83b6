/** In another language the page brings the words; here it is one with three. */
import assert from "node:assert/strict";
import { test } from "node:test";

const WORDS = {
  "output (row {row}, column {column}) reads input {rows}, {columns}": "输出（第 {row} 行，第 {column} 列）读取输入的{rows}、{columns}",
  "rows {first} to {last}": "第 {first} 至 {last} 行",
  "columns {first} to {last}": "第 {first} 至 {last} 列",
};
Object.assign(globalThis, { document: { getElementById: () => ({ textContent: JSON.stringify(WORDS) }) } });
const { say } = await import("../../static/words.js");
const { readout } = await import("../../static/sliding.js");

const halving = {
  kernel: [3, 3], stride: [2, 2], padding: [1, 1], input: [56, 56], output: [28, 28],
  in_corner: [0, 0], row_step: [0, 2], column_step: [1, -1], out_corner: [0, 0], out_row_step: [0, 4], out_column_step: [2, -1],
};

test("a sentence is said in the page's language with its numbers", () => {
  assert.equal(readout(halving, { row: 3, column: 5 }), "输出（第 3 行，第 5 列）读取输入的第 5 至 7 行、第 9 至 11 列");
});

test("what the page has no words for is said in English", () => {
  assert.equal(say("{count} of {all}", { count: 3, all: 5 }), "3 of 5");
});
