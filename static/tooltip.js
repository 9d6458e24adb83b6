// @ts-check
/** One small label that follows the pointer or stands under a part; it never leaves the window. */

import { element } from "./dom.js";

const GAP = 12;

export class Tooltip {
  constructor() {
    this.element = element("div", { class: "tooltip", role: "tooltip", hidden: "" });
    document.body.append(this.element);
  }

  /** @param {string} text @param {{x: number, y: number}} at in pixels of the window @param {number} [above] where its lower edge goes if there is no room beneath */
  show(text, at, above = at.y) {
    this.element.textContent = text;
    this.element.hidden = text === "";
    const { width, height } = this.element.getBoundingClientRect();
    const x = Math.max(GAP, Math.min(innerWidth - width - GAP, at.x - width / 2));
    const below = at.y + GAP;
    const y = below + height + GAP <= innerHeight ? below : Math.max(GAP, above - GAP - height);
    this.element.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
  }

  /** @param {string} text @param {DOMRect} frame of what it names */
  showUnder(text, frame) {
    this.show(text, { x: frame.x + frame.width / 2, y: frame.bottom - GAP / 2 }, frame.top);
  }

  hide() {
    this.element.hidden = true;
  }

  remove() {
    this.element.remove();
  }
}
