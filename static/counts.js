// @ts-check
/** Whole numbers in a line of text, `3,4,6,3`: the one at the caret goes up and down. */

/** @typedef {{start: number, end: number}} Span */

/** The number that the caret stands in or behind, else the first one after it. @param {string} text @param {number} caret @returns {Span | undefined} */
export function countAt(text, caret) {
  const spans = [...text.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ start: index, end: index + digits.length }));
  return spans.find(({ end }) => caret <= end) ?? spans.at(-1);
}

/**
 * The text with the number at the caret changed, never below 0, and where that number is now.
 * @param {string} text @param {number} caret @param {number} by @returns {Span & {text: string} | undefined}
 */
export function stepped(text, caret, by) {
  const span = countAt(text, caret);
  if (!span) return undefined;
  const { start, end } = span;
  const digits = String(Math.max(0, Number(text.slice(start, end)) + by));
  return { text: text.slice(0, start) + digits + text.slice(end), start, end: start + digits.length };
}
