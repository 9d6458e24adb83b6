// @ts-check
/**
 * The cells of an output and the boxes of the picture that they see. Rows and columns, counted from 0.
 *
 * @typedef {[number, number]} Pair
 * @typedef {object} Geometry
 * @property {Pair} size of a cell's box, in pixels of the picture
 * @property {Pair} jump pixels between the boxes of neighbouring cells
 * @property {Pair} start the first pixel of the box of cell (0, 0); negative in the padding
 * @property {Pair} cells rows and columns of the output
 * @property {Pair} picture its height and width
 */

/** The cell in the middle of whose box a pixel lies, or the nearest one. @param {Geometry} geometry @param {Pair} pixel @returns {Pair} */
export function cellNear(geometry, pixel) {
  return both((axis) => {
    const { size, jump, start, cells } = geometry;
    const nearest = Math.round((pixel[axis] - start[axis] - size[axis] / 2) / jump[axis]);
    return Math.min(cells[axis] - 1, Math.max(0, nearest));
  });
}

/** First and last edge of what a cell sees of the picture, along rows and columns. @param {Geometry} geometry @param {Pair} cell @returns {{from: Pair, to: Pair}} */
export function boxOf({ size, jump, start, picture }, cell) {
  const within = (/** @type {0 | 1} */ axis, /** @type {number} */ edge) => Math.min(picture[axis], Math.max(0, edge));
  const first = both((axis) => start[axis] + cell[axis] * jump[axis]);
  return { from: both((axis) => within(axis, first[axis])), to: both((axis) => within(axis, first[axis] + size[axis])) };
}

/** The middle of a cell's whole box, which may lie beyond the picture. @param {Geometry} geometry @param {Pair} cell @returns {Pair} */
export function centreOf({ size, jump, start }, cell) {
  return both((axis) => start[axis] + cell[axis] * jump[axis] + size[axis] / 2);
}

/** @type {Record<string, Pair>} */
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Where an arrow key leads from a cell; null for other keys and at the border. @param {Geometry} geometry @param {Pair} cell @param {string} key @returns {Pair | null} */
export function beside({ cells }, cell, key) {
  const step = STEPS[key];
  if (!step) return null;
  const next = both((axis) => cell[axis] + step[axis]);
  return next.every((at, axis) => at >= 0 && at < cells[axis]) ? next : null;
}

/** `3,5` as a pair, null for anything else. @param {string | null} text @returns {Pair | null} */
export function pairOf(text) {
  const found = text?.match(/^(\d+),(\d+)$/);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

/** @param {(axis: 0 | 1) => number} of @returns {Pair} */
function both(of) {
  return [of(0), of(1)];
}
