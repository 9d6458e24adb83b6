// @ts-check
/** What volumes hold, in the colours that the address asks for: it may change without another page. */

import { sightOf, withSight } from "./sight.js";

const RANGE = "range";
const PICTURES = 'svg.scene image[href^="/activations/faces.png/"]';

document.addEventListener("sight-change", (event) => {
  if (!(/** @type {CustomEvent<Set<string>>} */ (event).detail.has(RANGE))) return;
  for (const image of document.querySelectorAll(PICTURES)) {
    image.setAttribute("href", withSight(image.getAttribute("href") ?? "", { [RANGE]: sightOf(RANGE) }));
  }
});
