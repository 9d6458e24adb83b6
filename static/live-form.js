// @ts-check
/**
 * The form beside the drawing, live: a change is sent, and the page that comes is put in place of what is seen.
 *
 * A change that is overtaken by another is given up. What the server refuses leaves the picture as it is, and is said
 * at the field in the server's words. Each change is a step of the history, so that the way back is undo.
 */

import { addressOf, behind, wholeNetwork, without } from "./form-address.js";
import { pathIn, withPath } from "./links.js";
import { swap } from "./swap.js";
import { say } from "./words.js";

/** Changes of one field that follow each other faster than this are one step back, in milliseconds. */
const ONE_STEP = 1000;

/**
 * @typedef {HTMLInputElement | HTMLSelectElement} Control
 * @typedef {{detail: string, what?: string}} Problem
 */

export class LiveForm {
  /** @type {AbortController | undefined} */
  #running;
  #last = { name: "", time: -ONE_STEP };

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    addEventListener("popstate", () => this.#restore());
  }

  /** @returns {Control[]} */
  get controls() {
    return [...this.form.querySelectorAll("[data-shown]")].map((control) => /** @type {Control} */ (control));
  }

  /** Asks for what the form says. @param {string} name of the field that changed @param {string} [unsaid] a field that goes back to what the preset has */
  async change(name, unsaid) {
    const controls = this.controls;
    const entries = controls.filter((control) => control.name !== unsaid).map((control) => entryOf(control));
    const look = /** @type {[string, string][]} */ ([...new FormData(this.form)].filter(([key]) => !controls.some((control) => control.name === key)));
    const { pathname } = new URL(this.form.action);
    const changed = await this.#show(addressOf(pathname, entries, look), new Map(controls.map((control) => [control.name, control.value])));
    if (changed) this.#step(name);
  }

  /** Goes to another edition of the page, whatever the form says. @param {string} url */
  async go(url) {
    if (await this.#show(url)) this.#step("");
  }

  /** Shows what the address says, after the reader went back or forth. */
  #restore() {
    if (canonicalPath() !== location.pathname + location.search) this.#show(location.pathname + location.search);
  }

  /**
   * @param {string} url @param {Map<string, string>} [sent] what the controls said; without it they all take what comes
   * @returns {Promise<boolean>} whether another picture is there
   */
  async #show(url, sent) {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const main = document.querySelector("main");
    main?.setAttribute("aria-busy", "true");
    try {
      const next = await fetched(url, running.signal);
      if ("detail" in next) return this.#refuse(next);
      this.#take(next, sent);
      return true;
    } catch (error) {
      if (!running.signal.aborted) this.#refuse({ detail: say("There is no answer; this is the last picture that came.") });
      return false;
    } finally {
      if (this.#running === running) main?.removeAttribute("aria-busy");
    }
  }

  /** @param {Document} next @param {Map<string, string>} [sent] */
  #take(next, sent) {
    const form = /** @type {HTMLFormElement} */ (next.querySelector(".configure form"));
    this.form.action = form.getAttribute("action") ?? "";
    for (const hidden of this.form.querySelectorAll('input[type="hidden"]')) hidden.remove();
    this.form.append(...form.querySelectorAll('input[type="hidden"]'));
    this.#clear();
    for (const control of this.controls) {
      const made = /** @type {Control | null} */ (form.elements.namedItem(control.name));
      const shown = made?.dataset.shown ?? "";
      control.dataset.shown = shown;
      control.toggleAttribute("data-kept", made?.dataset.kept !== undefined);
      const untouched = !sent || control.value === sent.get(control.name);
      if (untouched && control.value !== shown) control.value = shown;
    }
    swap(next);
  }

  /** Puts what is seen now into the history. @param {string} name */
  #step(name) {
    const time = performance.now();
    const again = name !== "" && name === this.#last.name && time - this.#last.time < ONE_STEP;
    this.#last = { name, time };
    const selected = pathIn(location.hash);
    const drawn = document.querySelector(`tensor-stage a.part[data-path="${CSS.escape(selected)}"]`);
    const url = withPath(canonicalPath(), drawn ? selected : "");
    if (again || url === location.pathname + location.search + location.hash) history.replaceState(null, "", url);
    else history.pushState(null, "", url);
  }

  /** Says what is wrong, at its field if it has one. @param {Problem} problem @returns {false} */
  #refuse({ detail, what }) {
    this.#clear();
    const field = this.form.querySelector(`[data-field="${CSS.escape(what ?? "")}"]`);
    const words = behind(detail, what ?? "");
    const summary = /** @type {HTMLElement} */ (this.form.querySelector(".configure-head .refused"));
    summary.classList.toggle("unseen", field !== null); // who does not see the field hears it
    summary.textContent = field ? say("{field}: {words}", { field: field.querySelector("label")?.textContent, words }) : words;
    if (field) pointAt(field, words);
    return false;
  }

  #clear() {
    for (const refused of this.form.querySelectorAll(".refused")) refused.replaceChildren();
    for (const control of this.controls) control.removeAttribute("aria-invalid");
  }
}

/** @param {Element} field @param {string} words */
function pointAt(field, words) {
  field.closest("details.fold")?.setAttribute("open", "");
  field.querySelector("[data-shown]")?.setAttribute("aria-invalid", "true");
  field.querySelector(".refused")?.append(words);
  field.scrollIntoView({ block: "nearest" });
}

/**
 * The page at an address, or what is wrong with it. A part or a layer that the changed network has not makes way: then
 * the whole network is shown.
 * @param {string} url @param {AbortSignal} signal @returns {Promise<Document | Problem>}
 */
async function fetched(url, signal) {
  const answer = await fetch(url, { signal, headers: { accept: "*/*" } });
  if (answer.ok) return new DOMParser().parseFromString(await answer.text(), "text/html");
  const problem = /** @type {Problem} */ (await answer.json());
  const wider = problem.what === "path" ? wholeNetwork(url) : problem.what === "expand" ? without(url, "expand") : url;
  return wider === url ? problem : fetched(wider, signal);
}

/** @param {Control} control @returns {import("./form-address.js").Entry} */
function entryOf({ name, value, dataset }) {
  return { name, value, shown: dataset.shown ?? "", kept: dataset.kept !== undefined };
}

/** The canonical address of what is seen, without its origin. */
export function canonicalPath() {
  const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="canonical"]'));
  const { pathname, search } = new URL(canonical?.href ?? location.href);
  return pathname + search;
}
