// @ts-check
/** What a reader looks at stays where it is on the screen while something above it becomes higher or lower. */

/**
 * Makes a change in a panel. Held is what has the focus in any panel, such as a link that was just followed, also if the
 * change puts another element with its id in its place; else, if the panel is above the window, what comes
 * after it.
 * @param {HTMLElement} panel @param {() => void} change
 */
export function keepingPlace(panel, change) {
  const focused = document.activeElement?.closest("tensor-panel .piece") ? document.activeElement : null;
  const held = focused ?? (panel.getBoundingClientRect().bottom <= 0 ? panel.nextElementSibling : null);
  const before = held?.getBoundingClientRect().top ?? 0;
  change();
  const now = held?.isConnected ? held : held?.id ? document.getElementById(held.id) : null;
  if (now && before <= innerHeight) scrollBy(0, now.getBoundingClientRect().top - before);
}
