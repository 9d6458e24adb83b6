// @ts-check
/** The key c shows the channels, wherever the reader is on the page; where they are in view already it hides them. */

import { takesKeys } from "./dom.js";

document.addEventListener("keydown", (event) => {
  const panel = document.querySelector(".panel-channels");
  const other = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target);
  if (!panel || event.key !== "c" || other) return;
  if (panel.classList.contains("is-folded") || inView(panel)) panel.classList.toggle("is-folded");
  if (!panel.classList.contains("is-folded")) panel.scrollIntoView({ block: "nearest" });
});

/** Whether enough of an element is seen to be what a reader looks at. @param {Element} element */
function inView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) > Math.min(200, (bottom - top) / 2);
}
