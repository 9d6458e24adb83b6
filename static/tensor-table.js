// @ts-check
/**
 * <tensor-table>: the view in numbers, in step with its drawing. The rows of the part that is looked at are marked and
 * brought into view, inside the table's own box; a row under the pointer or with the focus lights its part.
 */

import { rowsOf } from "./table-rows.js";

export class TensorTable extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const rows = /** @type {HTMLTableRowElement[]} */ ([...this.querySelectorAll("tr[data-path]")]);
    document.addEventListener("part-select", (event) => {
      const { path } = /** @type {CustomEvent<{path: string}>} */ (event).detail;
      this.#mark(rows, path, event.target !== this);
    }, { signal });
    this.addEventListener("focusin", (event) => this.#tell(event.target), { signal });
    this.addEventListener("focusout", () => this.#tell(null), { signal });
    this.addEventListener("pointerover", (event) => event.pointerType !== "touch" && this.#tell(event.target), { signal });
    this.addEventListener("pointerleave", () => this.#tell(document.activeElement), { signal });
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** Says which part is looked at: the row's that something is in, or none. @param {EventTarget | null} target */
  #tell(target) {
    const row = target instanceof Element && this.contains(target) ? target.closest("tr") : null;
    this.dispatchEvent(new CustomEvent("part-select", { bubbles: true, detail: { path: row?.dataset.path ?? "" } }));
  }

  /** @param {HTMLTableRowElement[]} rows @param {string} path @param {boolean} reveal whether the first of them is brought into view */
  #mark(rows, path, reveal) {
    const marked = rowsOf(rows.map((row) => row.dataset.path ?? ""), path);
    for (const [index, row] of rows.entries()) {
      if (marked.includes(index)) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    if (reveal && marked.length) this.#reveal(rows[marked[0]]);
  }

  /** Scrolls this box alone, under the heads of the columns, never the page. @param {HTMLTableRowElement} row */
  #reveal(row) {
    const box = this.getBoundingClientRect();
    const { top, bottom } = row.getBoundingClientRect();
    const heads = this.querySelector("thead")?.getBoundingClientRect().height ?? 0;
    const above = top - (box.top + heads);
    const below = bottom - (box.top + this.clientHeight);
    if (above < 0) this.scrollTop += above;
    else if (below > 0) this.scrollTop += below;
  }
}

customElements.define("tensor-table", TensorTable);
