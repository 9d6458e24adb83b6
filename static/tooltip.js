// @ts-check
/** One small label beside the part that it names: above it, below where there is no room; it never leaves the window. */

import { element } from "./dom.js";

const GAP = 8;

export class Tooltip {
  constructor() {
    this.element = element("div", { class: "tooltip", role: "tooltip", hidden: "" });
    document.body.append(this.element);
  }

  /** @param {string} text @param {DOMRect} frame of what it names @param {number} [middle] what it is centred over, if not the frame */
  show(text, frame, middle = frame.x + frame.width / 2) {
    this.element.textContent = text.replaceAll(" × ", "\u00a0×\u00a0");
    this.element.hidden = text === "";
    this.#shrink();
    const { width, height } = this.element.getBoundingClientRect();
    const x = Math.max(GAP, Math.min(innerWidth - width - GAP, middle - width / 2));
    const above = frame.top - GAP - height;
    const y = above >= GAP ? above : Math.max(GAP, Math.min(innerHeight - height - GAP, frame.bottom + GAP));
    this.element.style.translate = `${Math.round(x)}px ${Math.round(y)}px`;
  }

  /** As narrow as its longest line: what wraps is by itself as wide as it may be. */
  #shrink() {
    this.element.style.width = "";
    const lines = document.createRange();
    lines.selectNodeContents(this.element);
    this.element.style.width = `${Math.ceil(lines.getBoundingClientRect().width)}px`;
  }

  hide() {
    this.element.hidden = true;
  }

  remove() {
    this.element.remove();
  }
}
