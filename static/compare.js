// @ts-check
/** Linked hover in a comparison: what stands at the position of the part that is looked at lights up in every drawing. */

/** @param {string} path of a part, with its drawing's letter; "" for none */
function light(path) {
  const stage = document.querySelector("tensor-stage");
  if (!stage) return;
  for (const part of stage.querySelectorAll(".part.is-twin")) part.classList.remove("is-twin");
  if (!path) return;
  const names = [...stage.querySelectorAll(`.part[data-path="${CSS.escape(path)}"]`)].map((part) => part.getAttribute("data-name"));
  for (const name of new Set(names)) {
    if (!name?.startsWith("row-")) continue;
    for (const part of stage.querySelectorAll(`.part[data-name="${name}"]`)) {
      part.classList.toggle("is-twin", part.getAttribute("data-path") !== path);
    }
  }
}

/** Marks the edges beyond which the drawing goes on. @param {{x: number, width: number}} view */
function showEdges({ x, width }) {
  const stage = document.querySelector("tensor-stage");
  stage?.classList.toggle("more-left", x > 1);
  stage?.classList.toggle("more-right", x + width < whole - 1);
}

const whole = /** @type {SVGSVGElement | null} */ (document.querySelector("tensor-stage > svg.scene"))?.viewBox.baseVal.width ?? 0;
document.addEventListener("view-change", (event) => showEdges(/** @type {CustomEvent<{x: number, width: number}>} */ (event).detail));
document.addEventListener("part-select", (event) => light(/** @type {CustomEvent<{path: string}>} */ (event).detail.path));
