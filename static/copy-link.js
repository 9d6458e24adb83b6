// @ts-check
/** <copy-link>: its button copies the canonical address of this view, with the selected part, and says so. */

import { element } from "./dom.js";
import { sharedLink } from "./links.js";
import { say } from "./words.js";

const SAID_MILLISECONDS = 2500;

export class CopyLink extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;
  #timer = 0;

  connectedCallback() {
    const button = this.querySelector("button");
    if (!button) return;
    this.#abort = new AbortController();
    const status = element("span", { class: "status", role: "status" });
    this.append(status);
    button.addEventListener("click", async () => {
      const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="canonical"]'));
      const link = sharedLink(canonical?.href ?? "", location);
      status.textContent = (await write(link)) ? say("Copied") : link;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => status.replaceChildren(), SAID_MILLISECONDS);
    }, { signal: this.#abort.signal });
    this.hidden = false;
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }
}

/** Whether the clipboard took a text; browsers offer it on secure origins only. @param {string} text @returns {Promise<boolean>} */
export async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeBySelection(text);
  }
}

/** The older way, which works on plain http too. @param {string} text */
function writeBySelection(text) {
  const field = element("textarea", { class: "unseen", readonly: "" }, text);
  document.body.append(field);
  field.select();
  const taken = document.execCommand("copy");
  field.remove();
  return taken;
}

customElements.define("copy-link", CopyLink);
