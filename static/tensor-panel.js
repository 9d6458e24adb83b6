// @ts-check
/**
 * <tensor-panel src data-keys>: a piece of the page that the server makes from the page's own query. It comes when it is
 * about to be seen, and anew when one of its keys changes; a link in it that only changes keys stays on the page.
 */

import { keepingPlace } from "./place.js";
import { changeSight, withSight } from "./sight.js";
import { say } from "./words.js";

export class TensorPanel extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;
  /** @type {AbortController | undefined} */
  #request;
  #seen = false;

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    document.addEventListener("sight-change", (event) => {
      const changed = /** @type {CustomEvent<Set<string>>} */ (event).detail;
      if (this.#seen && this.keys.some((key) => changed.has(key))) this.load();
    }, { signal });
    document.addEventListener("pass-cancel", () => this.#cancel(), { signal });
    this.addEventListener("click", (event) => this.#stay(event), { signal });
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.#seen = true;
      this.load();
    }, { rootMargin: "400px" });
    observer.observe(this);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  disconnectedCallback() {
    this.#abort?.abort();
    this.#request?.abort();
  }

  /** The keys of the address that it is made anew for. */
  get keys() {
    return (this.dataset.keys ?? "").split(" ");
  }

  /** The address of the piece for what the page's address now says. */
  get address() {
    const now = new URLSearchParams(location.search);
    return withSight(this.getAttribute("src") ?? "", Object.fromEntries(this.keys.map((key) => [key, now.get(key)])));
  }

  /** Fetches the piece; what stands there stays until the new one has come. */
  async load() {
    this.#request?.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.address, { headers: { accept: "application/problem+json" }, signal });
      this.#put(answer.ok ? await answer.text() : "", answer.ok ? "" : await reason(answer));
    } catch (error) {
      if (!signal.aborted) this.#put("", say("The server did not answer."));
    }
    if (!signal.aborted) this.removeAttribute("aria-busy");
  }

  /** @param {string} html @param {string} refused */
  #put(html, refused) {
    keepingPlace(this, () => this.#replace(html, refused));
  }

  /** @param {string} html @param {string} refused */
  #replace(html, refused) {
    const focused = this.contains(document.activeElement) ? document.activeElement?.id : "";
    const body = /** @type {HTMLElement} */ (this.querySelector(":scope > .piece"));
    if (refused) body.replaceChildren(Object.assign(document.createElement("p"), { className: "refused", textContent: refused }));
    else {
      const made = new DOMParser().parseFromString(html, "text/html");
      body.replaceChildren(...(made.querySelector(".piece") ?? made.body).childNodes);
    }
    this.classList.add("came");
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  }

  /** The reader waits for nothing more: what has not come stays away. */
  #cancel() {
    if (!this.hasAttribute("aria-busy")) return;
    this.#request?.abort();
    this.removeAttribute("aria-busy");
  }

  /** @param {MouseEvent} event */
  #stay(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    const link = /** @type {Element} */ (event.target).closest(".sight-link");
    if (!(link instanceof HTMLElement) || !link.dataset.sight) return;
    event.preventDefault();
    changeSight(JSON.parse(link.dataset.sight));
  }
}

/** What the server says is wrong, in its own words. @param {Response} answer */
async function reason(answer) {
  const isProblem = answer.headers.get("content-type")?.startsWith("application/problem+json");
  return isProblem ? (await answer.json()).detail : say("The server answered {status}.", { status: answer.status });
}

customElements.define("tensor-panel", TensorPanel);
