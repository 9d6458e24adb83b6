// @ts-check
/** The gallery's search, by the server's own rule (`app/web/gallery.py`). */

/** The words of a text, Chinese by the character; sizes such as `32 × 32` are one word. @param {string} text @returns {string[]} */
export function wordsOf(text) {
  return text.toLowerCase().replace(/([0-9])\s*[x×]\s*(?=[0-9])/g, "$1x").match(/[\u4e00-\u9fff]|(?:(?![\u4e00-\u9fff])[\p{L}\p{N}])+/gu) ?? [];
}

/** Whether every word of a search begins a word of an entry. @param {string} entry its words, between blanks @param {string} search @returns {boolean} */
export function matches(entry, search) {
  const found = entry.split(" ");
  return wordsOf(search).every((word) => found.some((other) => other.startsWith(word)));
}
