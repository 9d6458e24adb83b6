// @ts-check
/**
 * <tensor-pass src>: how far the forward pass is that the page waits for, and a way to stop it. It is seen only while it
 * has something to say: never, if everything was computed before.
 */

import { element } from "./dom.js";
import { progressWords, queuedWords, stoppedWords } from "./pass-words.js";
import { say } from "./words.js";

const PATIENCE = 250; // milliseconds; what is done sooner needs no words

// The browser notes what has come of 250 files only; a drawing alone may have more pictures.
performance.setResourceTimingBufferSize(2000);

export class TensorPass extends HTMLElement {
  /** @type {EventSource | undefined} */
  #source;
  #timer = 0;

  connectedCallback() {
    const bar = element("progress", { "aria-label": say("Layers computed") });
    const words = element("span", { class: "words" }, queuedWords());
    const button = element("button", { type: "button", class: "button" }, say("Cancel"));
    button.addEventListener("click", () => this.#cancel());
    this.replaceChildren(bar, words, button);
    this.#timer = window.setTimeout(() => (this.hidden = false), PATIENCE);
    this.#source = new EventSource(this.getAttribute("src") ?? "");
    this.#source.addEventListener("layer", (event) => {
      const layer = JSON.parse(/** @type {MessageEvent<string>} */ (event).data);
      words.textContent = progressWords(layer);
      bar.max = layer.of;
      if (layer.done) bar.value = layer.done;
    });
    this.#source.addEventListener("end", () => this.#close());
    this.#source.addEventListener("stopped", (event) => {
      this.#say(JSON.parse(/** @type {MessageEvent<string>} */ (event).data).reason);
    });
    this.#source.addEventListener("error", () => {
      if (this.#source?.readyState === EventSource.CLOSED) this.#close(); // the panels say why
    });
  }

  disconnectedCallback() {
    this.#close();
  }

  #close() {
    window.clearTimeout(this.#timer);
    this.#source?.close();
    this.hidden = true;
  }

  /** Nobody waits any more: neither this stream, nor the drawing's pictures, nor the panels, which hear of it. */
  #cancel() {
    const images = [...document.querySelectorAll('image[href^="/activations/"]')];
    const blank = images.filter((image) => !arrived(image));
    for (const image of blank) image.removeAttribute("href");
    document.dispatchEvent(new CustomEvent("pass-cancel"));
    this.#say(stoppedWords(blank.length, images.length));
  }

  /** @param {string} text */
  #say(text) {
    this.#close();
    const again = element("a", { href: location.href }, say("Run again"));
    again.addEventListener("click", () => location.reload());
    this.replaceChildren(element("span", { class: "words", role: "status" }, text), again);
    this.hidden = false;
  }
}

/** Whether an image of the drawing has come. @param {Element} image */
function arrived(image) {
  const { href } = new URL(image.getAttribute("href") ?? "", location.href);
  return performance.getEntriesByName(href, "resource").length > 0;
}

customElements.define("tensor-pass", TensorPass);
