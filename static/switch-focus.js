// @ts-check
/**
 * A switch of a block leads to the page made anew, and its address ends in the switch's own id: the page goes back there
 * and the switch has the focus again, as soon as the panel that it stands in has come.
 */

const id = decodeURIComponent(location.hash.slice(1));
const panel = /** @type {HTMLElement | null} */ (id.startsWith("switch-") ? document.querySelector(".panel-residual") : null);

if (panel) {
  const observer = new MutationObserver(() => returnTo(document.getElementById(id)));
  observer.observe(panel, { childList: true, subtree: true });
  panel.scrollIntoView(); // a panel comes when it is about to be seen

  /** Not where the reader is busy with something else by then. @param {HTMLElement | null} control */
  function returnTo(control) {
    if (!control) return;
    observer.disconnect();
    if (document.activeElement !== document.body) return;
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "center" });
  }
}
