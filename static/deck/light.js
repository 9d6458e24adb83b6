// @ts-check
/** A red light to point with. It follows the pointer, or what the presenter points at: a place in the drawing. */

export class Light {
  #dot = document.createElement("div");
  #home;

  /** @param {HTMLElement} home what it is in */
  constructor(home) {
    this.#home = home;
    this.#dot.className = "light";
    this.#dot.hidden = true;
    home.append(this.#dot);
  }

  /** Whether it follows the pointer. */
  get on() {
    return this.#home.classList.contains("pointing");
  }

  toggle() {
    this.#home.classList.toggle("pointing");
    if (!this.on) this.hide();
  }

  hide() {
    this.#dot.hidden = true;
  }

  /** @param {number} x @param {number} y on the screen */
  show(x, y) {
    this.#dot.hidden = false;
    this.#dot.style.translate = `${x}px ${y}px`;
  }

  /** @param {SVGSVGElement | null} drawing @param {[number, number] | null} place in its units; null is nowhere */
  showIn(drawing, place) {
    const matrix = drawing?.getScreenCTM();
    if (!matrix || !place) return this.hide();
    const { x, y } = new DOMPoint(...place).matrixTransform(matrix);
    this.show(x, y);
  }
}

/** Where in a drawing the pointer is, in its units; null beside it. @param {SVGSVGElement | null} drawing @param {PointerEvent} event @returns {[number, number] | null} */
export function placeIn(drawing, event) {
  const matrix = drawing?.getScreenCTM();
  if (!drawing || !matrix) return null;
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  const { width, height } = drawing.viewBox.baseVal;
  return x >= 0 && y >= 0 && x <= width && y <= height ? [x, y] : null;
}
