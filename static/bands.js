// @ts-check
/**
 * A module's drawing answers which channels came from which branch: while a band of its stack is looked at, the lane
 * that made it stands out, and while something on a lane is, its band does. Looked at is under the pointer, or focused.
 */

/** Nothing happens in a drawing without bands. @param {SVGSVGElement} svg @param {AbortSignal} signal */
export function lightLanes(svg, signal) {
  if (!svg.querySelector('[data-name^="band-"]')) return;
  svg.addEventListener("pointerover", (event) => light(svg, laneOf(event.target) ?? laneOf(document.activeElement)), { signal });
  svg.addEventListener("pointerleave", () => light(svg, laneOf(document.activeElement)), { signal });
  svg.addEventListener("focusin", (event) => light(svg, laneOf(event.target)), { signal });
  svg.addEventListener("focusout", () => light(svg, undefined), { signal });
}

/** Marks what belongs to a lane, if one is given, and what belongs to another. @param {SVGSVGElement} svg @param {string | undefined} lane */
function light(svg, lane) {
  for (const part of /** @type {NodeListOf<SVGGraphicsElement>} */ (svg.querySelectorAll(".part"))) {
    const own = laneOf(part);
    part.classList.toggle("is-lit", lane !== undefined && own === lane);
    part.classList.toggle("is-dim", lane !== undefined && own !== undefined && own !== lane);
  }
}

/** The branch's lane that something is on: of a link its own, of a line the one it is named for. @param {EventTarget | null} target @returns {string | undefined} */
function laneOf(target) {
  const part = target instanceof SVGElement ? /** @type {SVGElement | null} */ (target.closest(".part")) : null;
  const lane = part?.dataset.lane ?? part?.dataset.name?.match(/^lane-(\d+)$/)?.[1];
  return lane === "0" ? undefined : lane;
}
