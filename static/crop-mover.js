// @ts-check
/** Makes the crop over a picture movable: dragged by a pointer, or by the arrow keys. */

import { boxAt, cropKey, placeAfter, placeByKey } from "./crop.js";
import { element } from "./dom.js";
import { say } from "./words.js";

/** @typedef {import("./crop.js").Place} Place */

const PAUSE_MILLISECONDS = 900; // after the last key: then the crop stays where it is

/**
 * Puts a handle over the crop; `moved` hears the key of the address when the crop was let go elsewhere.
 * @param {HTMLElement} frame @param {(crop: string | null) => void} moved @returns {HTMLElement | null} the handle
 */
export function cropMover(frame, moved) {
  const crop = /** @type {HTMLElement | null} */ (frame.querySelector(".picture-crop"));
  if (!crop) return null;
  const { style } = crop;
  const box = { left: parseFloat(style.left), top: parseFloat(style.top), width: parseFloat(style.width), height: parseFloat(style.height) };
  const start = { x: Number(frame.dataset.x), y: Number(frame.dataset.y) };
  const handle = element("button", { type: "button", class: "picture-handle" });
  let place = start;
  let timer = 0;
  crop.append(handle);

  /** @param {Place} to */
  const show = (to) => {
    place = to;
    const at = boxAt(box, to);
    style.left = `${at.left}%`;
    style.top = `${at.top}%`;
    handle.setAttribute("aria-label", say("The crop, at {x} percent across and {y} percent down. Arrow keys move it.", { ...to }));
  };
  const settle = () => {
    clearTimeout(timer);
    if (place.x !== start.x || place.y !== start.y) moved(cropKey(place));
  };
  show(start);

  handle.addEventListener("keydown", (event) => {
    const to = placeByKey(place, event.key, event.shiftKey);
    if (!to) return;
    event.preventDefault();
    show(to);
    clearTimeout(timer);
    timer = setTimeout(settle, PAUSE_MILLISECONDS);
  });
  handle.addEventListener("click", settle); // Enter does not wait
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const from = boxAt(box, place);
    const { width, height } = frame.getBoundingClientRect();
    const listening = new AbortController();
    const { signal } = listening;
    handle.addEventListener("pointermove", (move) => {
      const right = (100 * (move.clientX - event.clientX)) / width;
      const down = (100 * (move.clientY - event.clientY)) / height;
      show(placeAfter(from, right, down));
    }, { signal });
    handle.addEventListener("pointerup", () => listening.abort(), { signal }); // the click that follows settles it
    handle.addEventListener("pointercancel", () => {
      listening.abort();
      show(start);
    }, { signal });
  });
  return handle;
}
