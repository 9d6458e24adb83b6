// @ts-check
/** Many links that are one stop of the Tab key: the one that was last in focus stands for all of them. */

/** @param {readonly HTMLElement[]} links */
export function oneStop(links) {
  stopAt(links, links.find((link) => link.hasAttribute("aria-current")) ?? links[0]);
}

/** @param {readonly HTMLElement[]} links @param {HTMLElement | undefined} stop */
function stopAt(links, stop) {
  for (const link of links) link.tabIndex = link === stop ? 0 : -1;
}

/** Moves the focus by so many links, if there is one. @param {readonly HTMLElement[]} links @param {HTMLElement} from @param {number} by @returns {HTMLElement | undefined} */
export function moveFocus(links, from, by) {
  const to = links[links.indexOf(from) + by];
  if (!to) return undefined;
  stopAt(links, to);
  to.focus();
  return to;
}

/** How many links stand in a row on the screen. @param {readonly HTMLElement[]} links */
export function perRow(links) {
  const second = links.findIndex((link) => link.offsetTop !== links[0].offsetTop);
  return second < 0 ? links.length : second;
}
