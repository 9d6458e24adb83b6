// @ts-check
/**
 * <tensor-channels>: the maps of a tensor's channels. The cell under the pointer, or under the keys in a focused tile, is
 * marked in every map and its value said in each; a click or Enter puts cell and channel into the page's address.
 */

import { CellValues } from "./cell-values.js";
import { cellBeside, cellUnder, middle, valueText } from "./channel-cells.js";
import { oncePerFrame } from "./dom.js";
import { moveFocus, oneStop, perRow } from "./roving.js";
import { changeSight, withSight } from "./sight.js";
import { say } from "./words.js";

/** @typedef {import("./channel-cells.js").Cell} Cell */
/** @typedef {{cell: Cell, channel: string}} At */

const ONE = /** @type {const} */ ([1, 1]);
const ROWS = { ArrowUp: -1, ArrowDown: 1 };
const COLUMNS = { ArrowLeft: -1, ArrowRight: 1 };

export class TensorChannels extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;
  /** @type {At | null} */
  #at = null;
  /** @type {{event: PointerEvent, map: HTMLElement} | null} */
  #pointed = null;

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const [rows, columns] = (this.dataset.size ?? "").split(" ").map(Number);
    this.size = /** @type {const} */ ([rows, columns]);
    this.tiles = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".tile")]);
    this.says = /** @type {HTMLElement} */ (this.querySelector(".cell-says"));
    this.atRest = { says: [...this.says.childNodes], values: this.tiles.map((tile) => valueOf(tile).textContent) };
    this.values = new CellValues((cell) => this.#load(cell, signal), (cell) => this.#told(cell));
    oneStop(this.tiles);
    const follow = oncePerFrame(() => this.#follow());
    this.addEventListener("pointermove", (event) => {
      const map = mapAt(event);
      this.#pointed = map && { event, map };
      follow();
    }, { signal });
    this.addEventListener("pointerleave", () => {
      this.#pointed = null;
      follow();
    }, { signal });
    this.addEventListener("click", (event) => this.#choose(event), { signal });
    this.addEventListener("keydown", (event) => this.#move(event), { signal });
    this.addEventListener("focusout", () => this.#rest(), { signal });
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** Marks a cell in every map; what it holds follows when it is known. @param {At} at */
  show(at) {
    this.#at = at;
    this.classList.add("is-pointed");
    this.style.setProperty("--at-row", String(at.cell[0]));
    this.style.setProperty("--at-column", String(at.cell[1]));
    const values = this.values?.of(at.cell.join());
    for (const tile of this.tiles ?? []) valueOf(tile).textContent = said(values, channelOf(tile));
    const strong = document.createElement("strong");
    strong.textContent = said(values, at.channel) || "…";
    const place = { channel: at.channel, row: at.cell[0], column: at.cell[1] };
    this.says?.replaceChildren(say("Channel {channel}, row {row}, column {column}: ", place), strong);
  }

  /** Shows what the server did: the chosen cell, or none. */
  #rest() {
    if (!this.#at) return;
    this.#at = null;
    this.classList.remove("is-pointed");
    this.says?.replaceChildren(...(this.atRest?.says ?? []));
    for (const [index, tile] of (this.tiles ?? []).entries()) valueOf(tile).textContent = this.atRest?.values[index] ?? "";
  }

  #follow() {
    if (!this.#pointed) return this.#rest();
    const { event, map } = this.#pointed;
    this.show({ cell: this.#cellUnder(event, map), channel: channelOf(map) });
  }

  /** @param {MouseEvent} event @param {HTMLElement} map @returns {Cell} */
  #cellUnder(event, map) {
    return cellUnder(this.size ?? ONE, map.getBoundingClientRect(), event.clientX, event.clientY);
  }

  /** @param {MouseEvent} event */
  #choose(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const map = mapAt(event);
    const byKey = event.detail === 0 && this.#at;
    if (!byKey && (!map || event.detail === 0)) return; // the panel follows the tile's link
    const cell = byKey ? byKey.cell : this.#cellUnder(event, /** @type {HTMLElement} */ (map));
    const channel = byKey ? byKey.channel : channelOf(/** @type {Element} */ (map));
    event.preventDefault();
    event.stopPropagation();
    changeSight({ channel, cell: cell.join() });
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const tile = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".tile"));
    if (!tile || event.ctrlKey || event.metaKey || event.altKey) return;
    const { tiles = [], size = ONE } = this;
    const rows = ROWS[/** @type {keyof typeof ROWS} */ (event.key)] ?? 0;
    const columns = COLUMNS[/** @type {keyof typeof COLUMNS} */ (event.key)] ?? 0;
    if (!rows && !columns) return;
    event.preventDefault();
    if (event.shiftKey) return this.#moveOn(tile, columns + rows * perRow(tiles));
    const cell = this.#at ? cellBeside(size, this.#at.cell, event.key) : this.#chosen ?? middle(size);
    if (cell) this.show({ cell, channel: channelOf(tile) });
  }

  /** To another tile, and there to the same cell. @param {HTMLElement} tile @param {number} by */
  #moveOn(tile, by) {
    const at = this.#at;
    const to = moveFocus(this.tiles ?? [], tile, by);
    if (at && to) this.show({ cell: at.cell, channel: channelOf(to) });
  }

  /** The cell of the address. @returns {Cell | null} */
  get #chosen() {
    if (!this.classList.contains("has-cell")) return null;
    return [Number(this.style.getPropertyValue("--row")), Number(this.style.getPropertyValue("--column"))];
  }

  /** @param {string} cell @param {AbortSignal} signal */
  async #load(cell, signal) {
    const answer = await fetch(withSight(this.dataset.values ?? "", { cell }), { signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return /** @type {import("./cell-values.js").Values} */ (new Map((await answer.json()).values));
  }

  /** @param {string} cell whose values have come */
  #told(cell) {
    if (this.#at?.cell.join() === cell) this.show(this.#at);
  }
}

/** @param {import("./cell-values.js").Values | undefined} values @param {string} channel */
function said(values, channel) {
  const value = values?.get(Number(channel));
  return value === undefined ? "" : valueText(value);
}

/** @param {Element} element a map or its tile @returns {string} */
function channelOf(element) {
  return element.closest("[data-channel]")?.getAttribute("data-channel") ?? "";
}

/** The map under a pointer. @param {MouseEvent} event @returns {HTMLElement | null} */
function mapAt(event) {
  return /** @type {Element} */ (event.target).closest(".map");
}

/** @param {HTMLElement} tile */
function valueOf(tile) {
  return /** @type {HTMLElement} */ (tile.querySelector(".tile-value"));
}

customElements.define("tensor-channels", TensorChannels);
