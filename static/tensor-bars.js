// @ts-check
/** <tensor-bars>: a vector's numbers. The bar under the pointer or in focus is said in words; arrow keys walk along. */

import { moveFocus, oneStop } from "./roving.js";

export class TensorBars extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const bars = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".bars a")]);
    const says = /** @type {HTMLElement} */ (this.querySelector(".cell-says"));
    const atRest = says.textContent;
    const say = (/** @type {Event} */ event) => {
      says.textContent = /** @type {Element} */ (event.target).closest(".bars a")?.getAttribute("aria-label") ?? atRest;
    };
    oneStop(bars);
    this.addEventListener("pointerover", say, { signal });
    this.addEventListener("pointerleave", () => (says.textContent = atRest), { signal });
    this.addEventListener("focusin", say, { signal });
    this.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const bar = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".bars a"));
      if (!by || !bar || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      moveFocus(bars, bar, by);
    }, { signal });
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }
}

customElements.define("tensor-bars", TensorBars);
