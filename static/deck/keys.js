// @ts-check
/** What a key does in a lecture. Clickers send Page ↓ and Page ↑, and `.` or `b` for a black screen. */

/** @typedef {"next" | "back" | "first" | "last" | "jump" | "reveal" | "light" | "black" | "full" | "present" | "theme" | "help"} Action */

/** @type {Record<string, Action>} */
const ACTIONS = {
  ArrowRight: "next",
  PageDown: "next",
  " ": "next",
  ArrowLeft: "back",
  PageUp: "back",
  Home: "first",
  End: "last",
  j: "jump",
  g: "jump",
  r: "reveal",
  l: "light",
  b: "black",
  ".": "black",
  f: "full",
  p: "present",
  t: "theme",
  "?": "help",
};

/**
 * @param {{key: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} press
 * @param {"text" | "button" | ""} inside what has the focus: a field takes all keys but a clicker's, a button the space
 * @returns {Action | ""}
 */
export function actionOf({ key, ctrlKey, metaKey, altKey }, inside) {
  if (ctrlKey || metaKey || altKey) return "";
  if (inside === "text" && !key.startsWith("Page")) return "";
  if (inside === "button" && key === " ") return "";
  return ACTIONS[key.length === 1 ? key.toLowerCase() : key] ?? "";
}

/** @param {EventTarget | null} target @returns {"text" | "button" | ""} */
export function insideOf(target) {
  if (!(target instanceof Element)) return "";
  if (target.closest("input, select, textarea")) return "text";
  return target.closest("button, summary, a") ? "button" : "";
}
