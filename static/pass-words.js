// @ts-check
/** What is said of a pass that runs. */

import { say } from "./words.js";

/** @typedef {{path: string, done: number, of: number, unit: string}} Layer what an event `layer` tells */

/** Before the first layer has come. @returns {string} */
export function queuedWords() {
  return say("The network is being prepared");
}

/** @param {Layer} layer @returns {string} */
export function progressWords({ path, done, of, unit }) {
  return path ? say("{path}, {done} of {of} {unit}", { path, done, of, unit }) : say("{done} of {of} {unit}", { done, of, unit });
}

/**
 * What remains blank after it was stopped. @param {number} blank @param {number} all pictures in the drawing
 * @returns {string}
 */
export function stoppedWords(blank, all) {
  if (!blank) return say("Stopped. All volumes of the drawing are filled.");
  if (all === 1) return say("Stopped. {blank} of {all} volumes is left blank.", { blank, all });
  return say("Stopped. {blank} of {all} volumes are left blank.", { blank, all });
}
