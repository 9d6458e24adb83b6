// @ts-check
/** <tensor-inspector>: shows the card of the part that is looked at, and the view's own card when there is none. */

export class TensorInspector extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    const card = this.querySelector(".card");
    if (!card) return;
    this.#abort = new AbortController();
    const own = card.cloneNode(true);
    let shown = "";
    document.addEventListener("part-select", (event) => {
      const { path } = /** @type {CustomEvent<{path: string}>} */ (event).detail;
      const template = path ? this.#templateOf(path) : null;
      const next = template ? path : "";
      if (next === shown) return;
      shown = next;
      this.querySelector(".card")?.replaceWith((template?.content ?? own).cloneNode(true));
      this.scrollTop = 0;
    }, { signal: this.#abort.signal });
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** @param {string} path @returns {HTMLTemplateElement | null} */
  #templateOf(path) {
    return this.querySelector(`template[data-path="${CSS.escape(path)}"]`);
  }
}

customElements.define("tensor-inspector", TensorInspector);
