// @ts-check
/**
 * Where a crop stands in its picture, in percent of the picture, and where it stands in the room it has to move in.
 *
 * @typedef {{left: number, top: number, width: number, height: number}} Box
 * @typedef {{x: number, y: number}} Place percent of the free range: 0 is left or top, 100 right or bottom
 */

/** The box at a place; its size stays. @param {Box} box @param {Place} place @returns {Box} */
export function boxAt(box, { x, y }) {
  return { ...box, left: (x / 100) * (100 - box.width), top: (y / 100) * (100 - box.height) };
}

/**
 * The place of a box that was moved by some percent of the picture, kept inside it, in whole percent. Along an axis
 * without room it stays in the middle.
 * @param {Box} box @param {number} right @param {number} down @returns {Place}
 */
export function placeAfter(box, right, down) {
  return { x: along(box.left + right, 100 - box.width), y: along(box.top + down, 100 - box.height) };
}

const STEP = 5;
const LARGE_STEP = 25;
/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Where a key moves a crop, or null for any other key. @param {Place} place @param {string} key @param {boolean} far @returns {Place | null} */
export function placeByKey({ x, y }, key, far) {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  const step = far ? LARGE_STEP : STEP;
  return { x: bounded(x + step * direction[0]), y: bounded(y + step * direction[1]) };
}

/** As an address says it; the centre is the usual one and is not said. @param {Place} place @returns {string | null} */
export function cropKey({ x, y }) {
  return x === 50 && y === 50 ? null : `${x},${y}`;
}

/** @param {number} start @param {number} room */
function along(start, room) {
  return room < 0.05 ? 50 : bounded(Math.round((100 * start) / room));
}

/** @param {number} percent */
function bounded(percent) {
  return Math.min(100, Math.max(0, percent));
}
