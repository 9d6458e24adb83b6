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

document.addEventListener("part-select", (event) => light(/** @type {CustomEvent<{path: string}>} */ (event).detail.path));
