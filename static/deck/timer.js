// @ts-check
/** Time as a presenter reads it. */

/** @typedef {{since: number | null, spent: number}} Time since: when it was started, null while it rests; spent: before that, in ms */

/** @type {Time} */
export const NOTHING = { since: null, spent: 0 };

/** Milliseconds that have passed. @param {Time} time @param {number} now */
export function elapsed(time, now) {
  return time.spent + (time.since === null ? 0 : Math.max(0, now - time.since));
}

/** Started, or stopped. @param {Time} time @param {number} now @returns {Time} */
export function toggled(time, now) {
  return time.since === null ? { since: now, spent: time.spent } : { since: null, spent: elapsed(time, now) };
}

/** `4:05`, `1:04:05`. @param {number} milliseconds @returns {string} */
export function clock(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (/** @type {number} */ count) => String(count).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
