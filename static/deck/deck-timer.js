// @ts-check
/** <deck-timer>: how long the lecture has taken, and when this step should end. It goes on when its window is loaded anew. */

import { say } from "../words.js";
import { clock, elapsed, NOTHING, toggled } from "./timer.js";

/** @typedef {import("./timer.js").Time} Time */

const MINUTE = 60_000;

export class DeckTimer extends HTMLElement {
  /** @type {Time} */
  #time = NOTHING;
  #end = Infinity;
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    const deck = /** @type {HTMLElement} */ (this.closest("tensor-deck"));
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#time = kept(this.#key(deck)) ?? NOTHING;
    this.addEventListener("click", (event) => this.#press(event, deck), { signal });
    deck.addEventListener("step-change", () => this.#plan(deck), { signal });
    const ticking = setInterval(() => this.#show(), 250);
    signal.addEventListener("abort", () => clearInterval(ticking));
    this.#plan(deck);
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** @param {Event} event @param {HTMLElement} deck */
  #press(event, deck) {
    const button = /** @type {Element} */ (event.target).closest("[data-timer]");
    if (!button) return;
    this.#time = button.getAttribute("data-timer") === "reset" ? NOTHING : toggled(this.#time, Date.now());
    keep(this.#key(deck), this.#time);
    this.#show();
  }

  /** @param {HTMLElement} deck */
  #plan(deck) {
    const { planned, minutes } = /** @type {HTMLElement} */ (deck.querySelector(".step")).dataset;
    const [start, length] = [Number(planned) * MINUTE, Number(minutes) * MINUTE];
    this.#end = length ? start + length : Infinity;
    const plan = /** @type {HTMLElement} */ (this.querySelector(".plan"));
    plan.textContent = length ? say("planned: {start} to {end}", { start: clock(start), end: clock(start + length) }) : "";
    this.#show();
  }

  #show() {
    const spent = elapsed(this.#time, Date.now());
    const output = /** @type {HTMLElement} */ (this.querySelector(".clock"));
    output.textContent = clock(spent);
    this.classList.toggle("late", spent > this.#end);
    const button = /** @type {HTMLElement} */ (this.querySelector("[data-timer=toggle]"));
    button.textContent = this.#time.since === null ? say("Start") : say("Pause");
  }

  /** @param {HTMLElement} deck */
  #key(deck) {
    return `deck-timer-${deck.dataset.slug}`;
  }
}

/** @param {string} key @returns {Time | null} */
function kept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    return null; // storage can be forbidden
  }
}

/** @param {string} key @param {Time} time */
function keep(key, time) {
  try {
    sessionStorage.setItem(key, JSON.stringify(time));
  } catch {
    // The time then lasts as long as the window.
  }
}

customElements.define("deck-timer", DeckTimer);
