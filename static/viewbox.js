// @ts-check
/**
 * What of a drawing is seen: rectangles in drawing units, and how they zoom, pan and fit.
 *
 * `content` is the whole drawing, `box` the size in CSS pixels of the element that shows it. A view always has the
 * box's proportions, so that drawing units and pixels differ by one number and nothing is letterboxed.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Rect
 * @typedef {{width: number, height: number}} Size
 * @typedef {{x: number, y: number}} Point
 */

/** Pixels a drawing unit may grow to. */
const LARGEST_SCALE = 6;
/** Below this many pixels a unit the labels cannot be read, so a view opens closer and is walked by panning. */
export const READABLE_SCALE = 0.5;
const OPENING_SCALE = 0.8;
const LARGER = 1.16;

/** @param {string} text the viewBox attribute @returns {Rect} */
export function parseViewBox(text) {
  const [x, y, width, height] = text.trim().split(/[\s,]+/).map(Number);
  return { x, y, width, height };
}

/** @param {Rect} view @returns {string} */
export function viewBoxText(view) {
  return [view.x, view.y, view.width, view.height].map((value) => Number(value.toFixed(3))).join(" ");
}

/** Pixels a drawing unit takes. @param {Rect} view @param {Size} box @returns {number} */
export function scaleOf(view, box) {
  return box.width / view.width;
}

/** The closest view that holds the whole drawing, centred. @param {Rect} content @param {Size} box @returns {Rect} */
export function fit(content, box) {
  const scale = Math.min(box.width / content.width, box.height / content.height);
  return centred(content, { width: box.width / scale, height: box.height / scale });
}

/**
 * The view to open with: the whole drawing where it can be read, else its beginning, across the box's other side.
 * readable: from how many pixels a unit it can be read. The beginning is shown a little larger than that.
 * @param {Rect} content @param {Size} box @param {number} [readable] @returns {Rect}
 */
export function opening(content, box, readable = READABLE_SCALE) {
  const whole = fit(content, box);
  if (scaleOf(whole, box) >= readable) return whole;
  const scale = Math.min(Math.max(OPENING_SCALE, LARGER * readable), Math.max(box.width / content.width, box.height / content.height));
  return clamp({ x: content.x, y: content.y, width: box.width / scale, height: box.height / scale }, content);
}

/**
 * Zooms about a point of the drawing, which stays where it is on the screen; factor 2 doubles every length.
 * @param {Rect} view @param {number} factor @param {Point} at @param {Rect} content @param {Size} box @returns {Rect}
 */
export function zoom(view, factor, at, content, box) {
  const widest = fit(content, box).width;
  const narrowest = Math.min(widest, box.width / LARGEST_SCALE);
  const width = Math.min(widest, Math.max(narrowest, view.width / factor));
  const ratio = width / view.width;
  const x = at.x - (at.x - view.x) * ratio;
  const y = at.y - (at.y - view.y) * ratio;
  return clamp({ x, y, width, height: view.height * ratio }, content);
}

/** Moves the view by drawing units. @param {Rect} view @param {number} dx @param {number} dy @param {Rect} content */
export function pan(view, dx, dy, content) {
  return clamp({ ...view, x: view.x + dx, y: view.y + dy }, content);
}

/**
 * The least move that brings a rectangle, with a margin about it, into view; its start wins where it does not fit.
 * @param {Rect} view @param {Rect} target @param {Rect} content @param {number} margin @returns {Rect}
 */
export function reveal(view, target, content, margin) {
  const x = nearest(view.x, view.width, target.x - margin, target.width + 2 * margin);
  const y = nearest(view.y, view.height, target.y - margin, target.height + 2 * margin);
  return clamp({ ...view, x, y }, content);
}

/**
 * The view after its element changed size: same centre, same pixels a unit.
 * @param {Rect} view @param {Size} before @param {Size} after @param {Rect} content @returns {Rect}
 */
export function resize(view, before, after, content) {
  const scale = Math.max(scaleOf(view, before), scaleOf(fit(content, after), after));
  const size = { width: after.width / scale, height: after.height / scale };
  return clamp(centred(view, size), content);
}

/** Keeps a view over the drawing; where the drawing is the smaller one, it is centred. @param {Rect} view @param {Rect} content @returns {Rect} */
export function clamp(view, content) {
  const x = within(view.x, view.width, content.x, content.width);
  const y = within(view.y, view.height, content.y, content.height);
  return { ...view, x, y };
}

/** @param {Rect} about @param {Size} size @returns {Rect} */
function centred(about, size) {
  return { x: about.x + (about.width - size.width) / 2, y: about.y + (about.height - size.height) / 2, ...size };
}

/** @param {number} start @param {number} length @param {number} lower @param {number} whole @returns {number} */
function within(start, length, lower, whole) {
  if (length >= whole) return lower + (whole - length) / 2;
  return Math.min(lower + whole - length, Math.max(lower, start));
}

/** @param {number} start @param {number} length @param {number} wanted @param {number} size @returns {number} */
function nearest(start, length, wanted, size) {
  if (wanted < start || size > length) return wanted;
  return Math.max(start, wanted + size - length);
}
