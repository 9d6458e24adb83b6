// @ts-check
/** <tensor-work>: the cell under the pointer is marked in patch, kernel and products, and multiplied in words. */

import { product } from "./work.js";

export class TensorWork extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.addEventListener("pointerover", (event) => this.#mark(/** @type {Element} */ (event.target).closest(".term td")), { signal });
    this.addEventListener("pointerleave", () => this.#mark(null), { signal });
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** @param {Element | null} cell */
  #mark(cell) {
    for (const marked of this.querySelectorAll(".is-same")) marked.classList.remove("is-same");
    const says = this.querySelector(".work-says");
    const term = cell?.closest(".term");
    if (!cell || !term || !says) return;
    const grid = /** @type {Element} */ (cell.closest("table"));
    const place = [...grid.querySelectorAll("td")].indexOf(/** @type {HTMLTableCellElement} */ (cell));
    const same = [...term.querySelectorAll("table")].map((table) => table.querySelectorAll("td")[place]);
    for (const each of same) each.classList.add("is-same");
    const isPadding = same[0].classList.contains("padding");
    says.textContent = product(same.map((each) => (each.classList.contains("padding") ? "0" : each.title)), isPadding);
  }
}

customElements.define("tensor-work", TensorWork);
