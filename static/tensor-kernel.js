// @ts-check
/**
 * <tensor-kernel>: the window of an operation's picture slides over its input: playing, step by step, or to the cell
 * under the pointer on the output: its H x W side picks both, its front the row, its roof the column. Where stillness is preferred it does not play.
 */

import { element, prefersStillness } from "./dom.js";
import { cellAt, cellCount, cellOf, indexOf, readout } from "./sliding.js";
import { SlidingPicture } from "./sliding-picture.js";
import { pairOf } from "./field.js";
import { changeSight, sightOf } from "./sight.js";
import { sweepIndex, sweepTime } from "./sweep.js";
import { say } from "./words.js";

export class TensorKernel extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;
  #frame = 0;
  index = 0;
  /** @type {import("./sliding.js").Sliding} */
  sliding;
  /** @type {SlidingPicture} */
  picture;
  toggle = element("button", { type: "button", "data-slide": "toggle", class: "play" });
  slider = element("input", { type: "range", min: "0", "aria-label": say("Output cell") });
  readout = element("output", { class: "readout" });

  connectedCallback() {
    const svg = /** @type {SVGSVGElement | null} */ (document.querySelector("svg.scene[data-sliding]"));
    if (!svg) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.sliding = JSON.parse(svg.dataset.sliding ?? "");
    this.picture = new SlidingPicture(svg, this.sliding);
    this.#build();
    const chosen = this.#followSight(signal);
    this.#listen(signal);
    this.#followPointer(svg, this.picture.output, signal);
    if (this.count > 1 && !prefersStillness() && !chosen) this.play();
    signal.addEventListener("abort", () => this.pause());
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  get count() {
    return cellCount(this.sliding);
  }

  get playing() {
    return this.#frame !== 0;
  }

  get cell() {
    return cellOf(this.sliding, this.index);
  }

  /** @param {number} index of an output cell, along the rows; past either end it goes on from the other */
  show(index) {
    this.index = ((index % this.count) + this.count) % this.count;
    const { cell } = this;
    this.picture.show(cell);
    this.slider.value = String(this.index);
    this.readout.textContent = readout(this.sliding, cell);
    this.slider.setAttribute("aria-valuetext", this.readout.textContent);
  }

  play() {
    const begun = performance.now() - 1000 * sweepTime(this.sliding, this.index);
    const draw = (/** @type {number} */ now) => {
      const index = sweepIndex(this.sliding, Math.max(0, now - begun) / 1000);
      if (index !== this.index) this.show(index);
      this.#frame = requestAnimationFrame(draw);
    };
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(draw);
    this.#sayWhetherPlaying();
  }

  pause() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#sayWhetherPlaying();
  }

  #sayWhetherPlaying() {
    this.toggle.textContent = this.playing ? say("Pause") : say("Play");
    this.readout.setAttribute("aria-live", this.playing ? "off" : "polite");
  }

  #build() {
    const step = (/** @type {string} */ way, /** @type {string} */ name, /** @type {string} */ sign) =>
      element("button", { type: "button", "data-slide": way, "aria-label": name }, sign);
    const controls = [this.toggle, step("back", say("Previous output cell"), "‹"), this.slider, step("on", say("Next output cell"), "›")];
    const bar = element("div", { class: "controls", role: "group", "aria-label": say("Sliding window") }, ...controls);
    this.toggle.hidden = prefersStillness();
    this.slider.max = String(this.count - 1);
    bar.hidden = this.count === 1;
    this.replaceChildren(bar, this.readout);
    this.#sayWhetherPlaying();
    this.hidden = false;
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    this.addEventListener("click", (event) => {
      const action = /** @type {Element} */ (event.target).closest("button")?.dataset.slide;
      if (action === "toggle") this.playing ? this.pause() : this.play();
      else if (action) this.#stepTo(this.index + (action === "on" ? 1 : -1));
    }, { signal });
    this.slider.addEventListener("input", () => this.#stepTo(this.slider.valueAsNumber), { signal });
    this.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === this.slider) this.#choose();
      const row = this.sliding.output[1];
      const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
      if (!step) return;
      event.preventDefault();
      this.#stepTo(this.index + step);
    }, { signal });
  }

  /** @param {number} index */
  #stepTo(index) {
    this.pause();
    this.show(index);
  }

  /** With a picture in the network the address may name a cell. @param {AbortSignal} signal @returns {boolean} whether it does */
  #followSight(signal) {
    document.addEventListener("sight-change", (event) => {
      const cell = pairOf(sightOf("cell"));
      if (cell && /** @type {CustomEvent<Set<string>>} */ (event).detail.has("cell")) this.#stepTo(indexOf(this.sliding, { row: cell[0], column: cell[1] }));
    }, { signal });
    const cell = pairOf(sightOf("cell"));
    this.show(cell ? indexOf(this.sliding, { row: cell[0], column: cell[1] }) : 0);
    return cell !== null;
  }

  /** The window's cell becomes the one that the panels look at. */
  #choose() {
    if (sightOf("image") !== null) changeSight({ cell: `${this.cell.row},${this.cell.column}` });
  }

  /** The pointer on the output holds the window at its cell; when it leaves, what played plays on. @param {SVGSVGElement} svg @param {SVGElement} output @param {AbortSignal} signal */
  #followPointer(svg, output, signal) {
    let resume = false;
    const follow = (/** @type {PointerEvent} */ event) => {
      const matrix = svg.getScreenCTM()?.inverse();
      const cell = cellAt(this.sliding, this.picture.length, new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix), this.cell);
      if (!cell) return;
      resume ||= this.playing;
      this.#stepTo(indexOf(this.sliding, cell));
    };
    output.addEventListener("pointermove", follow, { signal });
    output.addEventListener("pointerdown", (event) => {
      event.stopPropagation(); // here a drag follows the cells and does not move the picture
      follow(event);
    }, { signal });
    output.addEventListener("click", () => {
      resume = false; // it stays where it was put
      this.#choose();
    }, { signal });
    output.addEventListener("pointerleave", () => {
      if (resume) this.play();
      resume = false;
    }, { signal });
  }
}

customElements.define("tensor-kernel", TensorKernel);
