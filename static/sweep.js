// @ts-check
/**
 * When a playing window is at which output cell. The first row goes cell by cell, readable at its start and then
 * faster; the others follow row by row, so that the window is seen to move down and a large map ends too.
 *
 * @typedef {import("./sliding.js").Sliding} Sliding
 */

/** Cells a second that can be followed one by one. */
const READABLE = 8;
const FIRST_ROW_SECONDS = 3;
const OTHER_ROWS_SECONDS = 20;

/** Seconds that a whole sweep takes. @param {Sliding} sliding @returns {number} */
export function sweepSeconds(sliding) {
  const { first, other } = rowSeconds(sliding);
  return first + (sliding.output[0] - 1) * other;
}

/** The cell, counted along the rows, some seconds after the first; then it begins again. @param {Sliding} sliding @param {number} seconds @returns {number} */
export function sweepIndex(sliding, seconds) {
  const [rows, columns] = sliding.output;
  const { first, other } = rowSeconds(sliding);
  const now = seconds % sweepSeconds(sliding);
  if (now < first) return Math.min(columns - 1, Math.floor(READABLE * now + growth(columns) * now ** 2));
  const cell = Math.floor(((now - first) / other) * columns);
  return Math.min(rows * columns - 1, columns + cell);
}

/** The seconds after which a sweep comes to a cell: where playing goes on. @param {Sliding} sliding @param {number} index @returns {number} */
export function sweepTime(sliding, index) {
  const [, columns] = sliding.output;
  const { first, other } = rowSeconds(sliding);
  if (index >= columns) return first + ((index - columns) / columns) * other;
  const more = growth(columns);
  return more ? (Math.sqrt(READABLE ** 2 + 4 * more * index) - READABLE) / (2 * more) : index / READABLE;
}

/** How much faster the first row gets, so that it ends in time: 8 t + growth t² cells after t seconds. @param {number} columns */
function growth(columns) {
  return Math.max(0, columns - READABLE * FIRST_ROW_SECONDS) / FIRST_ROW_SECONDS ** 2;
}

/** @param {Sliding} sliding */
function rowSeconds({ output: [rows, columns] }) {
  const first = Math.min(FIRST_ROW_SECONDS, columns / READABLE);
  return { first, other: Math.min(first, OTHER_ROWS_SECONDS / Math.max(1, rows - 1)) };
}
