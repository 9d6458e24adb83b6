// @ts-check
/** <copy-link>: its button copies the canonical address of this view, with the selected part, and says so. */

import { element } from "./dom.js";
import { sharedLink } from "./links.js";

const SAID_MILLISECONDS = 2500;

export class CopyLink extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    const button = this.querySelector("button");
    if (!button) return;
    this.#abort = new AbortController();
    this.status = element("span", { class: "status", role: "status", "aria-live": "polite" });
    this.append(this.status);
    button.addEventListener("click", () => this.#copy(), { signal: this.#abort.signal });
    this.hidden = false;
  }

  disconnectedCallback() {
    this.#abort?.abort();
    this.status?.remove();
  }

  async #copy() {
    const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="canonical"]'));
    const link = sharedLink(canonical?.href ?? "", location);
    this.#say((await written(link)) ? "Copied" : link);
  }

  /** @param {string} words */
  #say(words) {
    if (!this.status) return;
    this.status.textContent = words;
    setTimeout(() => this.status?.replaceChildren(), SAID_MILLISECONDS);
  }
}

/** Whether the clipboard took a text; browsers offer it on secure origins only. @param {string} text @returns {Promise<boolean>} */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writtenBySelection(text);
  }
}

/** The older way, which works on plain http too. @param {string} text */
function writtenBySelection(text) {
  const field = element("textarea", { readonly: "", "aria-hidden": "true", style: "position:fixed;opacity:0" }, text);
  document.body.append(field);
  field.select();
  const taken = document.execCommand("copy");
  field.remove();
  return taken;
}

customElements.define("copy-link", CopyLink);
