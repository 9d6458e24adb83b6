// @ts-check
/** What is said of a pass that runs. */

/** @typedef {{path: string, done: number, of: number, unit: string}} Layer what an event `layer` tells */

/** @param {Layer} layer @returns {string} */
export function progressWords({ path, done, of, unit }) {
  return done ? `${path}, ${done} of ${of} ${unit}` : "The network is being prepared";
}

/**
 * What remains blank after it was stopped. @param {number} blank @param {number} all pictures in the drawing
 * @returns {string}
 */
export function stoppedWords(blank, all) {
  if (!blank) return "Stopped. All volumes of the drawing are filled.";
  return `Stopped. ${blank} of ${all} volumes ${all === 1 ? "is" : "are"} left blank.`;
}
