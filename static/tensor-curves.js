// @ts-check
/** <tensor-curves>: training curves, drawn by plotly when they are seen. Their numbers are in the table beside. */

import { curvesFigure } from "./curves-layout.js";
import { oncePerFrame } from "./dom.js";
import { plotlyFor } from "./plotly.js";
import { say } from "./words.js";

export class TensorCurves extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;
  /** @type {import("./plotly.js").Plotly | undefined} */
  #plotly;

  async connectedCallback() {
    const data = this.querySelector("script.figure")?.textContent;
    this.plot = /** @type {HTMLElement | null} */ (this.querySelector(".plot"));
    if (!data || !this.plot) return;
    /** @type {import("./chart-layout.js").Figure} */
    this.figure = JSON.parse(data);
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const draw = oncePerFrame(() => this.#draw());
    document.addEventListener("theme-change", draw, { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw, { signal });
    addEventListener("resize", draw, { signal });
    this.#plotly = await plotlyFor(this, signal);
    if (!signal.aborted) await this.#draw();
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  async #draw() {
    if (!this.#plotly || !this.plot || !this.figure) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ key) => style.getPropertyValue(`--${key}`).trim();
    const { width, height } = this.plot.getBoundingClientRect();
    const { data, layout } = curvesFigure(this.figure, colour, width, height, getComputedStyle(this).fontFamily);
    this.plot.setAttribute("role", "img");
    this.plot.setAttribute("aria-label", say("Line chart: errors over epochs. Its numbers are in the table."));
    await this.#plotly.react(this.plot, data, layout, { displayModeBar: false, responsive: false });
  }
}

customElements.define("tensor-curves", TensorCurves);
