// @ts-check
/** <tensor-chart>: one bar an operation, under the drawing's own columns; panning and zooming moves both. */

import { carryChart } from "./chart-address.js";
import { barsOf, frameLayout, pageFigure, pathOf } from "./chart-layout.js";
import { oncePerFrame } from "./dom.js";
import { plotlyFor } from "./plotly.js";
import { say } from "./words.js";

export class TensorChart extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;
  /** @type {import("./plotly.js").Plotly | undefined} */
  #plotly;
  /** @type {[number, number]} */
  #range = [0, 1];
  #selected = "";
  #drawn = false;

  async connectedCallback() {
    const data = this.querySelector("script.figures")?.textContent;
    this.plot = /** @type {HTMLElement | null} */ (this.querySelector(".plot"));
    this.choice = this.querySelector("select");
    if (!data || !this.plot || !this.choice) return;
    /** @type {Record<string, import("./chart-layout.js").Figure>} */
    this.figures = JSON.parse(data);
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.hidden = false;
    this.#listen(this.choice, signal);
    this.#plotly = await plotlyFor(this, signal);
    if (!signal.aborted) await this.#draw();
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** @param {HTMLSelectElement} choice @param {AbortSignal} signal */
  #listen(choice, signal) {
    const follow = oncePerFrame(() => this.#follow());
    const mark = oncePerFrame(() => this.#mark());
    choice.addEventListener("change", () => {
      carryChart(choice.selectedOptions[0].dataset.key ?? "");
      this.#draw();
    }, { signal });
    document.addEventListener("view-change", (event) => {
      const { x, width } = /** @type {CustomEvent} */ (event).detail;
      this.#range = [x, x + width];
      follow();
    }, { signal });
    document.addEventListener("part-select", (event) => {
      this.#selected = /** @type {CustomEvent} */ (event).detail.path;
      if (event.target !== this) mark();
    }, { signal });
    document.addEventListener("theme-change", () => this.#draw(), { signal });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw(), { signal });
  }

  async #draw() {
    const figure = this.figures?.[this.choice?.value ?? ""];
    if (!this.#plotly || !this.plot || !figure) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ key) => style.getPropertyValue(`--${key}`).trim();
    const family = getComputedStyle(this).fontFamily;
    const range = this.#range;
    const { data, layout } = pageFigure(figure, colour, this.#measured(), range, family);
    const listening = "on" in this.plot;
    this.plot.setAttribute("role", "img");
    this.plot.setAttribute("aria-label", say("Bar chart: {name}. Its numbers are in the table.", { name: this.choice?.selectedOptions[0]?.text.trim() }));
    /** @type {HTMLElement} */ (this.querySelector(".legend")).textContent = figure.layout?.meta ?? "";
    await this.#plotly.react(this.plot, data, layout, { displayModeBar: false, responsive: false });
    if (!listening) this.#listenToBars(/** @type {any} */ (this.plot));
    this.#drawn = true;
    if (range !== this.#range) this.#follow();
    this.#mark();
  }

  /** @param {HTMLElement & {on: (name: string, listener: (event: any) => void) => void}} plot */
  #listenToBars(plot) {
    const tell = (/** @type {string} */ path) =>
      this.dispatchEvent(new CustomEvent("part-select", { bubbles: true, detail: { path } }));
    plot.on("plotly_hover", (event) => tell(pathOf(event.points[0].customdata)));
    plot.on("plotly_unhover", () => tell(""));
    plot.on("plotly_click", (event) => {
      const path = CSS.escape(pathOf(event.points[0].customdata));
      const link = /** @type {SVGAElement | null} */ (document.querySelector(`tensor-stage > svg.scene a.part[data-path="${path}"]`));
      if (link) location.assign(link.href.baseVal);
    });
  }

  /** Keeps the bars under the columns, once there are any: Plotly changes nothing that it is still drawing. */
  #follow() {
    if (!this.#drawn) return;
    this.#plotly?.relayout(this.plot, { ...frameLayout(this.#measured()), "xaxis.range": this.#range });
  }

  /** Pales all bars but those of the part that is looked at. */
  #mark() {
    if (!this.#drawn) return;
    const traces = /** @type {any} */ (this.plot).data;
    const bars = traces.map((/** @type {Record<string, any>} */ trace) => barsOf(trace, this.#selected) ?? null);
    this.#plotly?.restyle(this.plot, { selectedpoints: bars });
  }

  /** Where the drawing's edges are above the plot. @returns {import("./chart-layout.js").Frame} */
  #measured() {
    const own = /** @type {HTMLElement} */ (this.plot).getBoundingClientRect();
    const drawing = document.querySelector("tensor-stage > svg.scene")?.getBoundingClientRect() ?? own;
    return { width: own.width, height: own.height, left: drawing.left - own.left, right: own.right - drawing.right };
  }
}

customElements.define("tensor-chart", TensorChart);
