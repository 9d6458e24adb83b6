// @ts-check
/** What is said of a pass that runs. */

/** @typedef {{path: string, done: number, of: number, unit: string}} Layer what an event `layer` tells */

export const QUEUED = "The network is being prepared";

/** @param {Layer} layer @returns {string} */
export function progressWords({ path, done, of, unit }) {
  return `${path ? `${path}, ` : ""}${done} of ${of} ${unit}`;
}

/**
 * What remains blank after it was stopped. @param {number} blank @param {number} all pictures in the drawing
 * @returns {string}
 */
export function stoppedWords(blank, all) {
  if (!blank) return "Stopped. All volumes of the drawing are filled.";
  return `Stopped. ${blank} of ${all} volumes ${all === 1 ? "is" : "are"} left blank.`;
}
