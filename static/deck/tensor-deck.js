// @ts-check
/**
 * <tensor-deck>: a lecture in a window, before the class or with the presenter. Its steps are the server's own pieces
 * of pages, put in each other's place; everything works by links without it.
 */

import "../theme.js";
import { prefersStillness } from "../dom.js";
import { closeMenus } from "../menu.js";
import { addressOf, stepOf } from "./address.js";
import { Channel } from "./channel.js";
import { Fragments } from "./fragments.js";
import { actionOf, insideOf } from "./keys.js";
import { Light, placeIn } from "./light.js";
import { showLit, standIn } from "./place.js";

/** @typedef {import("./channel.js").Message} Message */
/** @typedef {import("./keys.js").Action} Action */

export class TensorDeck extends HTMLElement {
  #fragments = new Fragments();
  #turn = 0;
  /** @type {Promise<unknown>} */
  #done = Promise.resolve();
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    this.slug = this.dataset.slug ?? "";
    this.presenter = "presenter" in this.dataset;
    this.step = /** @type {HTMLElement} */ (this.querySelector(".step"));
    this.light = new Light(this);
    this.channel = new Channel(this.slug, this.presenter, (message) => this.#hear(message));
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    addEventListener("popstate", () => this.#go(location.pathname + location.search, { history: "" }), { signal });
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("submit", (event) => this.#answer(event), { signal });
    this.addEventListener("pointermove", (event) => this.#point(event), { signal });
    this.addEventListener("pointerleave", () => this.light?.hide(), { signal });
    for (const tools of this.querySelectorAll(".tools, deck-timer")) tools.removeAttribute("hidden");
    closeMenus(document);
    this.#settle();
    this.channel.tell({ kind: "where" });
  }

  disconnectedCallback() {
    this.#abort?.abort();
    this.channel?.close();
  }

  /** @returns {SVGSVGElement | null} */
  get drawing() {
    return this.querySelector(".step .picture > svg");
  }

  /** Which step is shown, and whether its answer is. */
  get #place() {
    const { url = "", revealed } = this.step?.dataset ?? {};
    return { step: stepOf(url), revealed: revealed !== undefined };
  }

  /** What a key asks for, after what the last one did: none is lost, however fast they come. @param {Action} action */
  do(action) {
    this.#done = this.#done.then(() => this.#act(action)).catch(console.error);
  }

  /** @param {Action} action @returns {unknown} */
  #act(action) {
    const { before, after, reveal } = this.step?.dataset ?? {};
    /** @type {Record<Action, () => unknown>} */
    const acts = {
      next: () => (reveal ? acts.reveal() : after && this.#go(after)),
      back: () => before && this.#go(before),
      first: () => this.#go(this.#links()[0]),
      last: () => this.#go(this.#links().at(-1) ?? ""),
      reveal: () => reveal && this.#go(reveal, { history: "replace" }),
      jump: () => this.#jump(),
      light: () => this.#toggleLight(),
      black: () => this.#blacken(!this.#isBlack),
      full: () => fullScreen().catch(() => {}), // a browser may refuse it
      present: () => !this.presenter && this.#present(),
      theme: () => /** @type {HTMLElement | null} */ (this.querySelector("theme-switch button"))?.click(),
      help: () => /** @type {HTMLDialogElement | null} */ (this.querySelector("dialog.keys"))?.showModal(),
    };
    return acts[action]();
  }

  /**
   * Another step, or this one with something else said.
   * @param {string} url @param {{history?: "push" | "replace" | "", tell?: boolean}} how
   */
  async #go(url, { history: kind = "push", tell = true } = {}) {
    const turn = ++this.#turn;
    let markup;
    try {
      markup = await this.#fragments.get(url);
    } catch {
      location.assign(url); // the server's own page says what is wrong
      return;
    }
    if (turn !== this.#turn) return;
    if (tell) this.#blacken(false);
    const made = /** @type {HTMLElement} */ (document.createRange().createContextualFragment(markup).firstElementChild);
    const last = this.step;
    this.step = made;
    if (kind === "push") history.pushState(null, "", url);
    if (kind === "replace") history.replaceState(null, "", url);
    const swap = () => {
      standIn(/** @type {HTMLElement} */ (last), made, this);
      this.light?.hide();
    };
    await faded(swap);
    this.#settle();
    if (tell) this.#tell();
  }

  /** After a step has come: those beside it are asked for, others are told. */
  #settle() {
    const { before, after, reveal } = this.step?.dataset ?? {};
    showLit(/** @type {HTMLElement} */ (this.step));
    this.#fragments.prefetch([reveal, after, before]);
    this.dispatchEvent(new CustomEvent("step-change", { detail: this.step?.dataset }));
  }

  #tell() {
    this.channel?.tell({ kind: "at", ...this.#place });
  }

  /** @param {Message} message of the other window */
  #hear(message) {
    if (message.kind === "where") {
      this.#tell();
      this.channel?.tell({ kind: "black", on: this.#isBlack });
    }
    if (message.kind === "black") this.#showBlack(message.on);
    if (message.kind === "light") this.light?.showIn(this.drawing, message.at);
    if (message.kind !== "at") return;
    const { step, revealed } = this.#place;
    if (step === message.step && revealed === message.revealed) return;
    const there = addressOf(this.slug ?? "", message.step, message.revealed, this.presenter ?? false, location.search);
    this.#go(there, { history: "replace", tell: false });
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.defaultPrevented || this.querySelector("dialog[open]")) return;
    const inside = insideOf(event.target);
    const action = actionOf(event, inside);
    const again = this.#isBlack && !this.presenter && (action || inside !== "text"); // any key shows the class its step again
    if (!action && !again) return;
    event.preventDefault();
    this.do(again || !action ? "black" : action);
  }

  /** A link inside the lecture changes the step; any other is a link. @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {Element} */ (event.target);
    const does = target.closest("[data-do]")?.getAttribute("data-do");
    if (does) this.do(/** @type {Action} */ (does));
    const link = target.closest("a[href]");
    const url = link?.getAttribute("href") ?? "";
    const here = url.startsWith(`/deck/${this.slug}/`) && !link?.matches("[hreflang], .audience");
    if (!here || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    link?.closest("details")?.removeAttribute("open");
    this.#go(url, { history: link?.matches(".reveal, .again") ? "replace" : "push" });
  }

  /** @param {SubmitEvent} event */
  #answer(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches(".question")) return;
    event.preventDefault();
    const said = new URLSearchParams(/** @type {any} */ (new FormData(form, event.submitter)));
    this.#go(`${form.getAttribute("action")?.split("?", 1)[0]}?${said}`, { history: "replace" });
  }

  /** @param {PointerEvent} event */
  #point(event) {
    if (!this.light?.on) return;
    this.light.show(event.clientX, event.clientY);
    if (this.presenter) this.channel?.tell({ kind: "light", at: placeIn(this.drawing, event) });
  }

  #toggleLight() {
    this.light?.toggle();
    if (this.presenter && !this.light?.on) this.channel?.tell({ kind: "light", at: null });
  }

  #jump() {
    const menu = /** @type {HTMLDetailsElement} */ (this.querySelector(".contents"));
    menu.open = !menu.open;
    if (menu.open) /** @type {HTMLElement | null} */ (menu.querySelector("[aria-current]"))?.focus();
  }

  #present() {
    const { step, revealed } = this.#place;
    const there = addressOf(this.slug ?? "", step, revealed, true, location.search);
    open(there, `tensorwalk-deck-${this.slug}`, "popup,width=1180,height=800");
  }

  /** The class's screen black or not; the presenter's window only says so. */
  get #isBlack() {
    return !(/** @type {HTMLElement} */ (this.querySelector(".black")).hidden);
  }

  /** @param {boolean} on */
  #blacken(on) {
    if (on === this.#isBlack) return;
    this.#showBlack(on);
    this.channel?.tell({ kind: "black", on });
  }

  /** @param {boolean} on */
  #showBlack(on) {
    /** @type {HTMLElement} */ (this.querySelector(".black")).hidden = !on;
  }

  /** The addresses of all steps. @returns {string[]} */
  #links() {
    return [...this.querySelectorAll(".contents li:not(.out) a")].map((link) => link.getAttribute("href") ?? "");
  }
}

/** A change of the page, faded where the browser can and the reader wishes; the next change cuts a fade short. @param {() => void} change */
async function faded(change) {
  if (!("startViewTransition" in document) || prefersStillness() || document.hidden) return change();
  const fade = document.startViewTransition(change);
  fade.ready.catch(() => {});
  return fade.updateCallbackDone;
}

/** Full screen, or out of it. @returns {Promise<void>} */
function fullScreen() {
  return document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
}

customElements.define("tensor-deck", TensorDeck);
