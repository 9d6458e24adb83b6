// @ts-check
/**
 * Which part an arrow key leads to. Left and right follow a lane along the data path, up and down change lanes;
 * in a drawing that runs down the page it is the other way round.
 *
 * @typedef {object} Place where a part stands, in drawing units
 * @property {string} lane "0" is the main path; shortcuts, branches and brackets have lanes of their own
 * @property {number} left
 * @property {number} right
 * @property {number} top
 * @property {number} bottom
 */

/** @typedef {(places: readonly Place[], current: number) => number} Move an index to go to, or -1 */

/** @type {Record<string, Move>} */
const MOVES = {
  ArrowRight: (places, current) => along(places, current, 1),
  ArrowLeft: (places, current) => along(places, current, -1),
  ArrowUp: (places, current) => across(places, current, -1),
  ArrowDown: (places, current) => across(places, current, 1),
  Home: (places, current) => lane(places, current)[0] ?? -1,
  End: (places, current) => lane(places, current).at(-1) ?? -1,
};

const TURNED = /** @type {Record<string, string>} */ ({
  ArrowDown: "ArrowRight",
  ArrowUp: "ArrowLeft",
  ArrowRight: "ArrowDown",
  ArrowLeft: "ArrowUp",
});

/**
 * @param {readonly Place[]} places @param {number} current @param {string} key @param {boolean} down whether the data
 *   runs down the page @returns {number} the index of the part to go to, or -1
 */
export function step(places, current, key, down) {
  const move = MOVES[(down && TURNED[key]) || key];
  return move ? move(down ? places.map(turned) : places, current) : -1;
}

/** The first part of the main path. @param {readonly Place[]} places @returns {number} */
export function first(places) {
  const main = [...places.keys()].filter((index) => places[index].lane === "0");
  return inOrder(places, main.length ? main : [...places.keys()])[0] ?? -1;
}

/** A place with x and y exchanged. @param {Place} place @returns {Place} */
function turned({ lane, left, right, top, bottom }) {
  return { lane, left: top, right: bottom, top: left, bottom: right };
}

/** @param {readonly Place[]} places @param {number} current @param {1 | -1} direction @returns {number} */
function along(places, current, direction) {
  const order = lane(places, current);
  return order[order.indexOf(current) + direction] ?? -1;
}

/** @param {readonly Place[]} places @param {number} current @param {1 | -1} direction @returns {number} */
function across(places, current, direction) {
  const from = places[current];
  let best = -1;
  let least = Infinity;
  for (const [index, to] of places.entries()) {
    const climb = direction * (middle(to.top, to.bottom) - middle(from.top, from.bottom));
    if (to.lane === from.lane || climb <= 0) continue;
    const distance = apart(from, to) + climb;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

/** How far sideways one is from the other: the gap first, then the centres, so that what is overhead is near. @param {Place} from @param {Place} to */
function apart(from, to) {
  const gap = Math.max(0, to.left - from.right, from.left - to.right);
  return 4 * gap + Math.abs(middle(to.left, to.right) - middle(from.left, from.right));
}

/** @param {readonly Place[]} places @param {number} current @returns {number[]} */
function lane(places, current) {
  return inOrder(places, [...places.keys()].filter((index) => places[index].lane === places[current].lane));
}

/** @param {readonly Place[]} places @param {number[]} indices @returns {number[]} */
function inOrder(places, indices) {
  const centre = (/** @type {number} */ index) => middle(places[index].left, places[index].right);
  return indices.sort((a, b) => centre(a) - centre(b) || a - b);
}

/** @param {number} a @param {number} b */
function middle(a, b) {
  return (a + b) / 2;
}
