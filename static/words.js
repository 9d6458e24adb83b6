// @ts-check
/** What scripts say, in the page's language: English is the message itself, others come with the page. */

/** @type {Record<string, string> | undefined} */
let words;

/** A message with its places filled in: `say("{count} of {all}", { count, all })`. @param {string} message @param {Record<string, unknown>} [values] @returns {string} */
export function say(message, values = {}) {
  words ??= JSON.parse(globalThis.document?.getElementById("words")?.textContent || "{}");
  return (words?.[message] || message).replace(/\{(\w+)\}/g, (place, name) => (name in values ? String(values[name]) : place));
}
