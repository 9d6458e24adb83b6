// @ts-check
/**
 * The part that is looked at: the one under the pointer, else the one that was focused last.
 *
 * The focused part is the address's fragment; either is told to the page as `part-select` with its path, "" for none.
 */

import { pathIn, pathOfPage, withPath } from "./links.js";
import { Tooltip } from "./tooltip.js";
import { unprinted } from "./unprinted.js";

/** A part wider than this, such as a shortcut, has its tooltip where the pointer is. */
const WIDE = 160;

export class Selection {
  /** @param {SVGSVGElement} svg @param {(part: SVGGraphicsElement) => void} reveal brings a part into view */
  constructor(svg, reveal) {
    this.svg = svg;
    this.reveal = reveal;
    this.tooltip = new Tooltip();
    this.selected = "";
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const { svg } = this;
    svg.addEventListener("focusin", (event) => this.#focused(partOf(event.target)), { signal });
    svg.addEventListener("focusout", () => this.tooltip.hide(), { signal });
    svg.addEventListener("pointerover", (event) => this.#hover(event), { signal });
    svg.addEventListener("pointermove", (event) => this.#hover(event), { signal });
    svg.addEventListener("pointerleave", () => this.#look(this.selected), { signal });
    svg.addEventListener("pointerleave", () => this.tooltip.hide(), { signal });
    svg.addEventListener("click", (event) => partOf(event.target) ?? this.select(""), { signal });
    addEventListener("hashchange", () => this.followFragment(), { signal });
    document.addEventListener("part-select", (event) => this.#toldOf(/** @type {CustomEvent} */ (event)), { signal });
    addEventListener("pagehide", () => this.tooltip.hide(), { signal });
    signal.addEventListener("abort", () => this.tooltip.remove());
  }

  /** Selects and focuses the part that the address names, if the drawing has it. */
  followFragment() {
    const part = this.partAt(pathIn(location.hash));
    if (!part) return;
    this.reveal(part);
    part.focus({ preventScroll: true });
  }

  /** Selects the part that the address names, if the drawing has it, and leaves the focus where it is. */
  keep() {
    if (this.partAt(pathIn(location.hash))) this.select(pathIn(location.hash));
  }

  /** @param {string} path @returns {SVGAElement | null} */
  partAt(path) {
    return path ? this.svg.querySelector(`a.part[data-path="${CSS.escape(path)}"]`) : null;
  }

  /** @param {string} path */
  select(path) {
    this.selected = path;
    this.#look(path);
    const href = withPath(location.href, path);
    if (href !== location.href) history.replaceState(history.state, "", href);
  }

  /** A press focuses too, but must not move the part away from under the pointer. @param {SVGGraphicsElement | null} part */
  #focused(part) {
    if (!part) return;
    if (part.matches(":focus-visible")) {
      this.reveal(part);
      this.tooltip.show(this.#textOf(part), part.getBoundingClientRect());
    }
    this.select(part.dataset.path ?? "");
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    if (event.pointerType === "touch" || event.buttons) return this.tooltip.hide();
    const part = partOf(event.target);
    if (part) this.#explain(part, event);
    else this.tooltip.hide();
    if (event.type === "pointerover") this.#look(part?.dataset.path || this.selected);
  }

  /** Clear of the part's own box, or of the pointer where that box is mostly air. @param {SVGGraphicsElement} part @param {PointerEvent} event */
  #explain(part, event) {
    const box = part.getBoundingClientRect();
    if (box.width < WIDE) this.tooltip.show(this.#textOf(part), box);
    else this.tooltip.show(this.#textOf(part), new DOMRect(box.x, event.clientY - 8, box.width, 24), event.clientX);
  }

  /** What a part's drawing does not print; nothing where the whole page is about it. @param {SVGGraphicsElement} part @returns {string} */
  #textOf(part) {
    if (part.dataset.path && part.dataset.path === pathOfPage(location.pathname)) return "";
    const printed = [...part.querySelectorAll("text")].map((text) => text.textContent ?? "");
    return unprinted(part.getAttribute("aria-label") ?? "", printed);
  }

  /** Something else on the page, such as a bar, speaks of a part, or stops doing so. @param {CustomEvent<{path: string}>} event */
  #toldOf(event) {
    if (event.target === this.svg) return;
    if (event.detail.path) this.#highlight(event.detail.path);
    else this.#look(this.selected);
  }

  /** @param {string} path */
  #look(path) {
    this.#highlight(path);
    this.svg.dispatchEvent(new CustomEvent("part-select", { bubbles: true, detail: { path } }));
  }

  /** @param {string} path */
  #highlight(path) {
    for (const part of this.svg.querySelectorAll(".part.is-selected")) part.classList.remove("is-selected");
    if (!path) return;
    for (const part of this.svg.querySelectorAll(`.part[data-path="${CSS.escape(path)}"]`)) part.classList.add("is-selected");
  }
}

/** @param {EventTarget | null} target @returns {SVGGraphicsElement | null} */
function partOf(target) {
  return target instanceof Element ? target.closest(".part") : null;
}
