// @ts-check
/** Cells of a map: which is under a point, where an arrow key leads, and a cell's numbers as words. */

import { say } from "./words.js";

/** @typedef {readonly [row: number, column: number]} Cell @typedef {readonly [rows: number, columns: number]} Size */

/**
 * The cell at a point of a drawn map; a point on its edge belongs to the cell beside it.
 * @param {Size} size @param {{left: number, top: number, width: number, height: number}} box @param {number} x @param {number} y
 * @returns {Cell}
 */
export function cellUnder([rows, columns], box, x, y) {
  return [place((y - box.top) / box.height, rows), place((x - box.left) / box.width, columns)];
}

/** @type {Record<string, Cell>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The cell that an arrow key leads to, no further than the edge; null for other keys. @param {Size} size @param {Cell} cell @param {string} key @returns {Cell | null} */
export function cellBeside([rows, columns], [row, column], key) {
  const step = STEPS[key];
  return step ? [within(row + step[0], rows), within(column + step[1], columns)] : null;
}

/** The cell in the middle, where the keys begin. @param {Size} size @returns {Cell} */
export function middle([rows, columns]) {
  return [Math.floor(rows / 2), Math.floor(columns / 2)];
}

/**
 * A number as the server says it: three digits that count. A word stands for what is no number.
 * @param {number | string} value @returns {string}
 */
export function valueText(value) {
  if (typeof value === "string") return { Infinity: say("infinity"), "-Infinity": say("−infinity") }[value] ?? value;
  const size = Math.abs(value);
  return (value < 0 ? "−" : "") + (size >= 1000 && size < 1e6 ? size.toFixed(0) : threeDigits(size));
}

/** As `%.3g` writes it. @param {number} size */
function threeDigits(size) {
  const [digits, power] = size.toExponential(2).split("e");
  if (+power >= -4 && +power < 3) return String(+size.toPrecision(3));
  return `${+digits}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

/** @param {number} share @param {number} count */
function place(share, count) {
  return within(Math.floor(share * count), count);
}

/** @param {number} index @param {number} count */
function within(index, count) {
  return Math.min(Math.max(index, 0), count - 1);
}
