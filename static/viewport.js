// @ts-check
/** The part of a drawing that its svg element shows: moves the viewBox and says so with `view-change`. */

import * as box from "./viewbox.js";

export class Viewport {
  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.content = box.parseViewBox(svg.getAttribute("viewBox") ?? "0 0 1 1");
    this.size = this.#measured();
    this.readable = Number(svg.parentElement?.dataset.readable) || box.READABLE_SCALE; // a comparison is read closer
    this.view = box.opening(this.content, this.size, this.readable);
  }

  /** @param {box.Rect} view @returns {boolean} whether that is another view than before */
  show(view) {
    const text = box.viewBoxText(view);
    const changed = text !== this.svg.getAttribute("viewBox");
    this.view = view;
    this.svg.setAttribute("viewBox", text);
    this.svg.style.touchAction = this.#touchAction();
    if (changed) this.announce();
    return changed;
  }

  /** Whether the reader has moved or zoomed it. */
  get moved() {
    return box.viewBoxText(this.view) !== box.viewBoxText(box.opening(this.content, this.size, this.readable));
  }

  /** Shows what was seen of an earlier edition of the drawing, as far as there is as much. @param {box.Rect} view */
  keep(view) {
    const width = Math.min(view.width, box.fit(this.content, this.size).width);
    this.show(box.clamp({ ...view, width, height: (width * this.size.height) / this.size.width }, this.content));
  }

  announce() {
    this.svg.dispatchEvent(new CustomEvent("view-change", { bubbles: true, detail: { ...this.view } }));
  }

  fit() {
    this.show(box.fit(this.content, this.size));
  }

  /** @param {number} dx @param {number} dy in pixels @returns {boolean} */
  panBy(dx, dy) {
    const unit = 1 / box.scaleOf(this.view, this.size);
    return this.show(box.pan(this.view, dx * unit, dy * unit, this.content));
  }

  /** @param {number} factor @param {box.Point} [at] in pixels of the window; the middle if it is not given */
  zoomBy(factor, at) {
    const frame = this.svg.getBoundingClientRect();
    const point = at ?? { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
    this.show(box.zoom(this.view, factor, this.toDrawing(point), this.content, this.size));
  }

  /** @param {box.Rect} target in drawing units */
  reveal(target) {
    this.show(box.reveal(this.view, target, this.content, 24));
  }

  /** Takes note of the element's size; a whole drawing stays whole. */
  resized() {
    const before = this.size;
    const whole = box.viewBoxText(box.fit(this.content, before)) === box.viewBoxText(this.view);
    this.size = this.#measured();
    if (whole) this.show(box.opening(this.content, this.size, this.readable));
    else this.show(box.resize(this.view, before, this.size, this.content));
  }

  /** @param {box.Point} point in pixels of the window @returns {box.Point} in drawing units */
  toDrawing(point) {
    const frame = this.svg.getBoundingClientRect();
    const unit = this.view.width / frame.width;
    return { x: this.view.x + (point.x - frame.x) * unit, y: this.view.y + (point.y - frame.y) * unit };
  }

  /** Print shows the drawing as the server sent it. @param {boolean} printing */
  print(printing) {
    this.svg.setAttribute("viewBox", box.viewBoxText(printing ? this.content : this.view));
  }

  /** One finger scrolls the page up and down for as long as the drawing has nothing hidden there. */
  #touchAction() {
    return this.view.height < this.content.height - 1e-6 ? "none" : "pan-y";
  }

  /** @returns {box.Size} */
  #measured() {
    const frame = this.svg.getBoundingClientRect();
    return { width: Math.max(1, frame.width), height: Math.max(1, frame.height) };
  }
}
