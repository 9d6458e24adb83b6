// @ts-check
/**
 * Mouse, touch and wheel on a picture, told as two movements: pan by pixels, zoom by a factor about a point.
 *
 * A drag begins only past a threshold, so that a click on a link stays a click; the click that ends a drag is dropped.
 * A plain wheel scrolls the page; with Ctrl or Command, or by a pinch on a trackpad, it zooms; sideways it pans.
 *
 * @typedef {{x: number, y: number}} Point in CSS pixels of the window
 * @typedef {object} Handlers
 * @property {(dx: number, dy: number) => boolean} pan says whether anything moved
 * @property {(factor: number, at: Point) => void} zoom
 */

const THRESHOLD = { mouse: 4, pen: 8, touch: 10 };

/** @param {SVGSVGElement} picture @param {Handlers} handlers @param {AbortSignal} signal */
export function listenToGestures(picture, handlers, signal) {
  /** @type {Map<number, Point>} where each finger or the mouse was last */
  const pointers = new Map();
  let start = { x: 0, y: 0 };
  let dragging = false;

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) {
      dragging = false;
      start = pointOf(event);
    }
    pointers.set(event.pointerId, pointOf(event));
  }, { signal });

  picture.addEventListener("pointermove", (event) => {
    if (event.buttons === 0) pointers.delete(event.pointerId); // it was lifted beside the picture
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = pointOf(event);
    if (!dragging && pointers.size === 1) {
      const threshold = THRESHOLD[/** @type {keyof typeof THRESHOLD} */ (event.pointerType)] ?? THRESHOLD.mouse;
      if (distance(start, now) < threshold) return;
      picture.setPointerCapture(event.pointerId);
    }
    dragging = true;
    const still = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (still) pinch(handlers, still, before, now);
    else handlers.pan(before.x - now.x, before.y - now.y);
    pointers.set(event.pointerId, now);
  }, { signal });

  for (const type of ["pointerup", "pointercancel"]) {
    picture.addEventListener(type, (event) => pointers.delete(/** @type {PointerEvent} */ (event).pointerId), { signal });
  }

  picture.addEventListener("click", (event) => {
    if (!dragging) return;
    dragging = false;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { signal, capture: true });

  // A link is draggable by itself; that would end the pointer's events after a few pixels.
  picture.addEventListener("dragstart", (event) => event.preventDefault(), { signal });

  picture.addEventListener("wheel", (event) => {
    const zooming = event.ctrlKey || event.metaKey;
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (zooming) handlers.zoom(wheelFactor(event), pointOf(event));
    if (zooming || (sideways && handlers.pan(event.deltaX, 0))) event.preventDefault();
  }, { signal, passive: false });
}

/**
 * One finger of two moved: the picture is scaled as their distance, and follows the middle between them.
 * @param {Handlers} handlers @param {Point} still @param {Point} before @param {Point} now
 */
function pinch(handlers, still, before, now) {
  const middle = { x: (still.x + now.x) / 2, y: (still.y + now.y) / 2 };
  handlers.pan((before.x - now.x) / 2, (before.y - now.y) / 2);
  handlers.zoom(distance(still, now) / Math.max(1, distance(still, before)), middle);
}

/** A notch of a wheel is a fifth, the small steps of a trackpad add up smoothly. @param {WheelEvent} event */
function wheelFactor(event) {
  const step = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : 25 * event.deltaY;
  return 2 ** (-Math.max(-25, Math.min(25, step)) / 100);
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** @param {MouseEvent} event @returns {Point} */
function pointOf(event) {
  return { x: event.clientX, y: event.clientY };
}
