// @ts-check
/**
 * <share-view>: a changed look is previewed at once, and what is to be pasted can be copied.
 * <share-link>: its link opens the same in a dialog on the page that it is about.
 */

import { element } from "./dom.js";
import { write } from "./copy-link.js";
import { say } from "./words.js";

export class ShareView extends HTMLElement {
  #turn = 0;

  connectedCallback() {
    this.onclick = (event) => this.#copy(event);
    this.onchange = () => this.#change();
    this.#offer();
  }

  /** Shows what works with a script alone, and hides what only a page without one needs. */
  #offer() {
    for (const button of this.querySelectorAll("[data-copies]")) button.removeAttribute("hidden");
    this.querySelector("[type=submit]")?.setAttribute("hidden", "");
  }

  /** @param {MouseEvent} event */
  async #copy(event) {
    const button = event.target instanceof HTMLElement ? event.target.closest("[data-copies]") : null;
    const text = button && /** @type {HTMLTextAreaElement | null} */ (document.getElementById(button.getAttribute("data-copies") ?? ""));
    if (!button || !text) return;
    const said = (await write(text.value)) ? say("Copied") : say("Press Ctrl+C");
    text.focus();
    text.select();
    /** @type {Element} */ (this.querySelector("[role=status]")).textContent = said;
    const before = button.textContent;
    button.textContent = said;
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  async #change() {
    const form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    const fields = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    const focused = document.activeElement?.getAttribute("name");
    const address = `${form.getAttribute("action")}?${fields}`;
    const turn = ++this.#turn;
    const next = await fetched(address);
    if (turn !== this.#turn) return; // another change came meanwhile
    if (!next) {
      location.href = address; // the server says what is wrong
      return;
    }
    this.replaceChildren(...next.childNodes);
    this.#offer();
    /** @type {HTMLElement | null} */ (this.querySelector(`[name="${focused}"]`))?.focus();
  }
}

export class ShareLink extends HTMLElement {
  connectedCallback() {
    this.onclick = (event) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#open(link);
    };
  }

  /** @param {HTMLAnchorElement} link */
  async #open(link) {
    const view = await fetched(link.href);
    if (!view) {
      location.href = link.href;
      return;
    }
    const close = element("button", { class: "button share-close", type: "button", "aria-label": say("Close") }, "×");
    const dialog = element("dialog", { class: "share-dialog", "aria-label": say("Share") }, close, view);
    close.onclick = () => dialog.close();
    dialog.onclick = (event) => event.target === dialog && dialog.close();
    dialog.onclose = () => {
      dialog.remove();
      link.focus();
    };
    document.body.append(dialog);
    dialog.showModal();
  }
}

/** The part of the share page that a dialog shows; nothing where it does not come. @param {string} address @returns {Promise<Element | null>} */
async function fetched(address) {
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const view = page?.querySelector("share-view");
    return view ? document.importNode(view, true) : null;
  } catch {
    return null;
  }
}

customElements.define("share-view", ShareView);
customElements.define("share-link", ShareLink);
