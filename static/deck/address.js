// @ts-check
/** Addresses of steps, as the server writes them: what a window keeps to itself stays when another leads it on. */

const HELD = ["lang", "theme", "ratio"]; // as app/web/deck_address.py keeps them

/** The last word of a step's address. @param {string} url `/deck/tiny/conv1/notes?lang=zh` @returns {string} */
export function stepOf(url) {
  return url.split("?", 1)[0].split("/")[3] ?? "";
}

/**
 * @param {string} slug @param {string} step @param {boolean} revealed @param {boolean} presenter
 * @param {string} search of the window that goes there
 */
export function addressOf(slug, step, revealed, presenter, search) {
  const mine = new URLSearchParams(search);
  const kept = HELD.filter((key) => mine.has(key)).map((key) => `${key}=${mine.get(key)}`);
  const query = [...kept, ...(revealed ? ["reveal=1"] : [])].join("&");
  return `/deck/${slug}/${step}${presenter ? "/notes" : ""}${query && `?${query}`}`;
}

/** The address of the piece of a page that a step is. @param {string} url @returns {string} */
export function pieceOf(url) {
  return `${url}${url.includes("?") ? "&" : "?"}part=stage`;
}
