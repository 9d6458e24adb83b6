// @ts-check
/**
 * <tensor-picture data-geometry data-opacity>: the picture, on which cells of the view's output are chosen by pointer or arrow keys:
 * their box is drawn at once, the rest comes from the server. `g` switches Grad-CAM; its opacity follows the slider.
 */

import { takesKeys } from "./dom.js";
import { beside, boxOf, cellNear, centreOf, pairOf } from "./field.js";
import { changeSight, sightOf } from "./sight.js";

/** @typedef {import("./field.js").Pair} Pair */

export class TensorPicture extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const frame = /** @type {HTMLElement} */ (this.querySelector(".looking-frame"));
    document.addEventListener("keydown", (event) => this.#toggle(event), { signal });
    this.#followOpacity(signal);
    if (!this.dataset.geometry) return;
    /** @type {import("./field.js").Geometry} */
    const geometry = JSON.parse(this.dataset.geometry);
    frame.addEventListener("click", (event) => this.#choose(geometry, cellNear(geometry, pixelAt(event, frame, geometry.picture))), { signal });
    frame.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow") || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation(); // elsewhere the arrows walk through the drawing
      const now = pairOf(sightOf("cell"));
      const next = now ? beside(geometry, now, event.key) : cellNear(geometry, /** @type {Pair} */ (geometry.picture.map((length) => length / 2)));
      if (next) this.#choose(geometry, next);
    }, { signal });
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** @param {import("./field.js").Geometry} geometry @param {Pair} cell */
  #choose(geometry, cell) {
    const { from: [top, left], to: [bottom, right] } = boxOf(geometry, cell);
    const [height, width] = geometry.picture;
    this.querySelector(".ember")?.remove(); // it was another cell's
    this.querySelector("svg")?.removeAttribute("hidden");
    this.querySelector(".veil")?.setAttribute("d", `M0 0H${width}V${height}H0ZM${left} ${top}H${right}V${bottom}H${left}Z`);
    const [y, x] = centreOf(geometry, cell);
    for (const dot of this.querySelectorAll(".centre, .centre-under")) dot.setAttribute("d", `M${x} ${y}h0`);
    for (const box of this.querySelectorAll("rect")) {
      for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top })) {
        box.setAttribute(name, String(value));
      }
    }
    changeSight({ cell: cell.join(",") });
  }

  /** @param {KeyboardEvent} event */
  #toggle(event) {
    const writing = takesKeys(event.target) && !(event.target instanceof HTMLInputElement && event.target.type === "range");
    if (event.key !== "g" || event.ctrlKey || event.metaKey || event.altKey || writing) return;
    changeSight({ cam: sightOf("cam") === null ? this.dataset.opacity ?? null : null });
  }

  /** @param {AbortSignal} signal */
  #followOpacity(signal) {
    const slider = this.querySelector("input");
    const map = /** @type {HTMLElement | null} */ (this.querySelector(".cam"));
    if (!slider || !map) return;
    /** @type {HTMLElement} */ (slider.parentElement).hidden = false;
    slider.addEventListener("input", () => (map.style.opacity = String(slider.valueAsNumber / 100)), { signal });
    slider.addEventListener("change", () => changeSight({ cam: slider.value }), { signal });
  }
}

/** Row and column of the picture's pixel under the pointer. @param {MouseEvent} event @param {HTMLElement} frame @param {Pair} picture @returns {Pair} */
function pixelAt(event, frame, [height, width]) {
  const box = frame.getBoundingClientRect();
  return [((event.clientY - box.top) / box.height) * height, ((event.clientX - box.left) / box.width) * width];
}

customElements.define("tensor-picture", TensorPicture);
