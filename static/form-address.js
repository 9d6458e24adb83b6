// @ts-check
/** What a form asks for, as an address: what is as the preset has it, or follows from other fields, is not said. */

/**
 * @typedef {{name: string, value: string, shown: string, kept: boolean}} Entry shown: the value that the page was made
 *   with; kept: whether the page's own address says it
 */

/** @param {Entry} entry */
export function isSaid({ value, shown, kept }) {
  return kept || value !== shown;
}

/**
 * The server drops what turns out to be the preset's own value.
 * @param {string} path @param {Entry[]} entries @param {[string, string][]} look keys that say how to look
 * @returns {string}
 */
export function addressOf(path, entries, look) {
  const pairs = entries.filter(isSaid).map(({ name, value }) => [name, value]);
  const query = [...pairs, ...look].map(([name, value]) => `${name}=${written(value)}`).join("&");
  return query ? `${path}?${query}` : path;
}

/** The network that a view is part of, in the same look. @param {string} url `/net/resnet34/layer2.0?scale=sqrt` */
export function wholeNetwork(url) {
  return url.replace(/^(\/net\/[^/?]+)[^?]*/, "$1");
}

/** An address without one key of its query. @param {string} url @param {string} key */
export function without(url, key) {
  const [path, query = ""] = url.split("?");
  const kept = query.split("&").filter((pair) => pair && !pair.startsWith(`${key}=`));
  return kept.length ? `${path}?${kept.join("&")}` : path;
}

/** What is said of a field, without its name in front. @param {string} detail @param {string} name @returns {string} */
export function behind(detail, name) {
  return name && detail.startsWith(name) ? detail.slice(name.length).replace(/^(: |：)/, "") : detail;
}

/** @param {string} value */
function written(value) {
  return encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":");
}
