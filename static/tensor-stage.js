// @ts-check
/** <tensor-stage>: the drawing, to be panned, zoomed, walked by the keyboard and left for the level above. */

import { lightLanes } from "./bands.js";
import { takesKeys } from "./dom.js";
import { listenToGestures } from "./gestures.js";
import { linkUp, pathOfPage } from "./links.js";
import { Selection } from "./selection.js";
import { parseViewBox, viewBoxText } from "./viewbox.js";
import { Viewport } from "./viewport.js";
import { first, step } from "./walk.js";
import { say } from "./words.js";

const ZOOM_STEP = 1.4;

export class TensorStage extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;
  /** @type {Viewport | undefined} */
  #viewport;

  /** What is seen of the drawing as a viewBox, "" while that is what the view opens with. */
  get closeUp() {
    return this.#viewport?.moved ? viewBoxText(this.#viewport.view) : "";
  }

  connectedCallback() {
    const svg = /** @type {SVGSVGElement | null} */ (this.querySelector(":scope > svg.scene"));
    if (!svg) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    nameWithoutTitle(svg);
    sayWhere(this);
    stayOnPage(svg, signal);
    const viewport = new Viewport(svg);
    this.#viewport = viewport;
    const selection = new Selection(svg, (part) => {
      viewport.reveal(part.getBBox());
      part.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    viewport.show(viewport.view);
    if (this.dataset.view) viewport.keep(parseViewBox(this.dataset.view));
    listenToGestures(svg, { pan: (dx, dy) => viewport.panBy(dx, dy), zoom: (by, at) => viewport.zoomBy(by, at) }, signal);
    selection.listen(signal);
    lightLanes(svg, signal);
    this.#listenToKeys(selection, viewport, signal);
    this.#offerZoom(viewport, signal);
    this.#followSize(viewport, signal);
    if (this.dataset.view === undefined) selection.followFragment();
    else selection.keep(); // drawn anew under a reader whose focus may be elsewhere
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** @param {Selection} selection @param {Viewport} viewport @param {AbortSignal} signal */
  #listenToKeys(selection, viewport, signal) {
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || takesKeys(event.target)) return;
      if (document.querySelector("dialog[open]")) return; // it has the keys
      const inside = this.contains(document.activeElement);
      if (event.key === "Escape") this.#leave();
      else if (inside && event.key === "+") viewport.zoomBy(ZOOM_STEP);
      else if (inside && event.key === "-") viewport.zoomBy(1 / ZOOM_STEP);
      else if (inside && event.key === "0") viewport.fit();
      else if (this.#walk(selection, viewport, event.key)) event.preventDefault();
    }, { signal });
  }

  /**
   * Moves the focus as a key asks. While no part has it, left and right begin at the selected or else the first part,
   * and up and down still scroll the page.
   * @param {Selection} selection @param {Viewport} viewport @param {string} key @returns {boolean} whether it was of use
   */
  #walk(selection, { svg, content }, key) {
    const links = /** @type {SVGAElement[]} */ ([...svg.querySelectorAll("a.part")]);
    const focused = document.activeElement;
    const current = links.indexOf(/** @type {SVGAElement} */ (focused));
    const begins = (focused === document.body || this.contains(focused)) && (key === "ArrowLeft" || key === "ArrowRight");
    if (current < 0 && !begins) return false;
    const places = links.map(placeOf);
    const down = content.height > content.width;
    const next = current < 0 ? first(places) : step(places, current, key, down);
    const target = (current < 0 && selection.partAt(selection.selected)) || links[next];
    target?.focus({ preventScroll: true });
    return Boolean(target);
  }

  /** Goes up a level, to the part this view is there. */
  #leave() {
    if (this.dataset.up) location.assign(linkUp(this.dataset.up, location.pathname));
  }

  /** @param {Viewport} viewport @param {AbortSignal} signal */
  #offerZoom(viewport, signal) {
    const buttons = /** @type {HTMLElement | null} */ (this.querySelector(".zoom"));
    if (!buttons) return;
    buttons.hidden = false;
    buttons.title = say("Zoom: Ctrl or ⌘ and the wheel, or a pinch. Move: drag.");
    buttons.addEventListener("click", (event) => {
      const button = /** @type {Element} */ (event.target).closest("[data-zoom]");
      if (!(button instanceof HTMLElement)) return;
      if (button.dataset.zoom === "fit") viewport.fit();
      else viewport.zoomBy(button.dataset.zoom === "in" ? ZOOM_STEP : 1 / ZOOM_STEP);
    }, { signal });
  }

  /** @param {Viewport} viewport @param {AbortSignal} signal */
  #followSize(viewport, signal) {
    const observer = new ResizeObserver(() => {
      viewport.resized();
      viewport.announce(); // an equal view is shown elsewhere on the page when the element moves
    });
    observer.observe(viewport.svg);
    signal.addEventListener("abort", () => observer.disconnect());
    addEventListener("beforeprint", () => viewport.print(true), { signal });
    addEventListener("afterprint", () => viewport.print(false), { signal });
  }
}

/** @param {SVGAElement} part @returns {import("./walk.js").Place} */
function placeOf(part) {
  const { x, y, width, height } = part.getBBox();
  return { lane: part.dataset.lane ?? "0", left: x, right: x + width, top: y, bottom: y + height };
}

/** On the map of the network the nearest thing around this view is marked, as its bar shows. @param {HTMLElement} stage */
function sayWhere(stage) {
  const here = pathOfPage(location.pathname);
  for (const link of /** @type {NodeListOf<SVGAElement>} */ (stage.querySelectorAll(".minimap a.part"))) {
    const { path = "" } = link.dataset;
    if (here === path || here.startsWith(`${path}.`) || path.startsWith(`${here}.`)) link.setAttribute("aria-current", "location");
  }
}

/** A link to the page itself leads nowhere and looks so. @param {SVGSVGElement} svg @param {AbortSignal} signal */
function stayOnPage(svg, signal) {
  const here = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="canonical"]'))?.href;
  for (const link of /** @type {NodeListOf<SVGAElement>} */ (svg.querySelectorAll("a.part"))) {
    if (new URL(link.href.baseVal, location.href).href !== here) continue;
    link.setAttribute("aria-current", "page");
    link.addEventListener("click", (event) => event.preventDefault(), { signal });
  }
}

/** Browsers show an svg's <title> wherever the pointer rests, over our own labels: the name moves to an attribute. @param {SVGSVGElement} svg */
function nameWithoutTitle(svg) {
  const title = svg.querySelector(":scope > title");
  if (!title) return;
  svg.setAttribute("aria-label", title.textContent ?? "");
  svg.removeAttribute("aria-labelledby");
  title.remove();
}

customElements.define("tensor-stage", TensorStage);
