// @ts-check
/**
 * How a window slides: output cells, the input cells each one reads, and the shifts that draw it. Counted from 0.
 *
 * @typedef {[number, number]} Pair rows and columns, or x and y
 * @typedef {object} Sliding as `app/scene/types.py` says it
 * @property {Pair} kernel
 * @property {Pair} stride
 * @property {Pair} padding
 * @property {Pair} input
 * @property {Pair} output
 * @property {Pair} in_corner
 * @property {Pair} row_step
 * @property {Pair} column_step
 * @property {Pair} out_corner
 * @property {Pair} out_row_step
 * @property {Pair} out_column_step
 *
 * @typedef {{row: number, column: number}} Cell
 * @typedef {{first: number, last: number, padded: number}} Span input rows or columns read, and how many of the
 *   window's own lie in the padding; last < first where all of them do
 */

import { say } from "./words.js";

/** How many output cells a map has. @param {Sliding} sliding @returns {number} */
export function cellCount(sliding) {
  return sliding.output[0] * sliding.output[1];
}

/** Cells are numbered along the rows, as we read. @param {Sliding} sliding @param {number} index @returns {Cell} */
export function cellOf(sliding, index) {
  return { row: Math.floor(index / sliding.output[1]), column: index % sliding.output[1] };
}

/** @param {Sliding} sliding @param {Cell} cell @returns {number} */
export function indexOf(sliding, cell) {
  return cell.row * sliding.output[1] + cell.column;
}

/** The shift of the kernel and the patch from where they are drawn, over the input. @param {Sliding} sliding @param {Cell} cell @returns {Pair} */
export function windowShift(sliding, cell) {
  const rows = cell.row * sliding.stride[0];
  const columns = cell.column * sliding.stride[1];
  return combine(rows, sliding.row_step, columns, sliding.column_step);
}

/** The shift of the output cell from where it is drawn. @param {Sliding} sliding @param {Cell} cell @returns {Pair} */
export function cellShift(sliding, cell) {
  return combine(cell.row, sliding.out_row_step, cell.column, sliding.out_column_step);
}

/**
 * The outline of the output as it is seen, side, roof and front together, from its lower corner in the front round.
 * @param {Sliding} sliding @param {number} length of the output along its channels, in drawing units @returns {Pair[]}
 */
export function outputOutline(sliding, length) {
  const [rows, columns] = sliding.output;
  const { out_corner: [x, y], out_row_step: down, out_column_step: deeper } = sliding;
  /** @type {[number, number, number][]} rows down, columns into the depth, units back along the channels */
  const corners = [[rows, 0, 0], [rows, columns, 0], [0, columns, 0], [0, columns, length], [0, 0, length], [rows, 0, length]];
  return corners.map(([row, column, back]) => {
    const [dx, dy] = combine(row, down, column, deeper);
    return [x + dx - back, y + dy];
  });
}

/**
 * The output cell under a point of the drawing, null beside the output. Its H x W side has both row and column, its
 * front only the row and its roof only the column: the other one stays as it is.
 * @param {Sliding} sliding @param {number} length of the output along its channels @param {{x: number, y: number}} point
 * @param {Cell} now @returns {Cell | null}
 */
export function cellAt(sliding, length, point, now) {
  const { output: [rows, columns], out_row_step: down, out_column_step: deeper } = sliding;
  /** @type {Pair} */
  const from = [point.x - sliding.out_corner[0], point.y - sliding.out_corner[1]];
  /** @type {Pair} */
  const back = [-length, 0];
  const side = within(from, down, deeper, rows, columns);
  if (side) return { row: side[0], column: side[1] };
  const front = within(from, down, back, rows, 1);
  if (front) return { row: front[0], column: now.column };
  const roof = within(from, deeper, back, columns, 1);
  return roof && { row: now.row, column: roof[0] };
}

/** What a cell reads along each axis. @param {Sliding} sliding @param {Cell} cell @returns {{rows: Span, columns: Span}} */
export function patch(sliding, cell) {
  return { rows: span(sliding, 0, cell.row), columns: span(sliding, 1, cell.column) };
}

/** `output (row 3, column 5) reads input rows 5 to 7, columns 9 to 11`. @param {Sliding} sliding @param {Cell} cell @returns {string} */
export function readout(sliding, cell) {
  const { rows, columns } = patch(sliding, cell);
  if (rows.last < rows.first || columns.last < columns.first) return say("output (row {row}, column {column}) reads nothing but padding", { ...cell });
  const read = { ...cell, rows: rowsRead(rows), columns: columnsRead(columns), padding: paddingRead(rows.padded, columns.padded) };
  if (!read.padding) return say("output (row {row}, column {column}) reads input {rows}, {columns}", read);
  return say("output (row {row}, column {column}) reads input {rows}, {columns}, and {padding} of padding", read);
}

/** @param {Sliding} sliding @param {0 | 1} axis @param {number} cell @returns {Span} */
function span(sliding, axis, cell) {
  const start = cell * sliding.stride[axis] - sliding.padding[axis];
  const first = Math.max(0, start);
  const last = Math.min(sliding.input[axis], start + sliding.kernel[axis]) - 1;
  return { first, last, padded: sliding.kernel[axis] - Math.max(0, last - first + 1) };
}

/** @param {Span} span */
function rowsRead({ first, last }) {
  return first === last ? say("row {row}", { row: first }) : say("rows {first} to {last}", { first, last });
}

/** @param {Span} span */
function columnsRead({ first, last }) {
  return first === last ? say("column {column}", { column: first }) : say("columns {first} to {last}", { first, last });
}

/** How many rows and columns of padding, "" for none. @param {number} rows @param {number} columns */
function paddingRead(rows, columns) {
  const across = rows === 1 ? say("{count} row", { count: rows }) : say("{count} rows", { count: rows });
  const down = columns === 1 ? say("{count} column", { count: columns }) : say("{count} columns", { count: columns });
  return rows && columns ? say("{first} and {last}", { first: across, last: down }) : rows ? across : columns ? down : "";
}

/** @param {number} a @param {Pair} u @param {number} b @param {Pair} v @returns {Pair} */
function combine(a, u, b, v) {
  return [a * u[0] + b * v[0], a * u[1] + b * v[1]];
}

/**
 * How many whole steps along two directions lead to a point; null where that is outside of so many of each.
 * @param {Pair} point @param {Pair} u @param {Pair} v @param {number} most along u @param {number} mostAcross along v
 * @returns {Pair | null}
 */
function within([x, y], u, v, most, mostAcross) {
  const area = u[0] * v[1] - u[1] * v[0];
  if (area === 0) return null;
  const a = Math.floor((x * v[1] - y * v[0]) / area);
  const b = Math.floor((y * u[0] - x * u[1]) / area);
  return a >= 0 && b >= 0 && a < most && b < mostAcross ? [a, b] : null;
}
