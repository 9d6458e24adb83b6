// @ts-check
/**
 * <tensor-image>: the "Image" menu. A picture is chosen, taken, pasted or dropped anywhere on the page, is sent, and the
 * page goes on with it in its address. The crop is dragged, or moved by the arrow keys.
 */

import { cropMover } from "./crop-mover.js";
import { OF_THE_OLD_ONE, remove, send, tokenOf } from "./picture-upload.js";
import { withSight } from "./sight.js";
import { say } from "./words.js";

/** The menu is open again on the page that a moved crop leads to. */
const REOPEN = "crop-moved";

export class TensorImage extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#offer();
    this.addEventListener("change", (event) => {
      const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
      if (file) void this.#take(file);
    }, { signal });
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-delete]") : null;
      if (button instanceof HTMLElement) void this.#delete(button.dataset.delete ?? "");
    }, { signal });
    document.addEventListener("paste", (event) => this.#receive(event, event.clipboardData), { signal });
    this.#listenToDrops(signal);
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  /** What a script can do besides. */
  #offer() {
    this.classList.add("is-live");
    for (const hint of this.querySelectorAll(".picture-ways, .picture-hint")) hint.removeAttribute("hidden");
    const button = /** @type {HTMLElement | null} */ (this.querySelector("[data-delete]"));
    if (button) button.hidden = tokenOf(button.dataset.delete ?? "") === null;
    const frame = /** @type {HTMLElement | null} */ (this.querySelector(".picture-frame"));
    const handle = frame && cropMover(frame, (crop) => {
      sessionStorage.setItem(REOPEN, "yes");
      location.assign(withSight(location.href, { crop }));
    });
    if (handle && sessionStorage.getItem(REOPEN)) {
      sessionStorage.removeItem(REOPEN);
      this.#open();
      handle.focus();
    }
  }

  /** @param {AbortSignal} signal */
  #listenToDrops(signal) {
    const { classList } = document.documentElement;
    let inside = 0; // enters less leaves: each element under the pointer reports its own
    const end = () => {
      inside = 0;
      classList.remove("is-dropping");
    };
    document.addEventListener("dragenter", (event) => {
      if (!carriesFile(event)) return;
      inside += 1;
      classList.add("is-dropping");
    }, { signal });
    document.addEventListener("dragleave", (event) => {
      if (carriesFile(event) && (inside -= 1) <= 0) end();
    }, { signal });
    document.addEventListener("dragover", (event) => {
      if (carriesFile(event)) event.preventDefault();
    }, { signal });
    document.addEventListener("drop", (event) => {
      end();
      if (carriesFile(event)) this.#receive(event, event.dataTransfer);
    }, { signal });
  }

  /** @param {Event} event @param {DataTransfer | null} carried */
  #receive(event, carried) {
    const file = carried?.files[0];
    if (!file) return;
    event.preventDefault();
    void this.#take(file);
  }

  /** @param {File} file */
  async #take(file) {
    const form = this.querySelector("form");
    if (!form) return this.#say(say("No picture goes into this network."), true);
    this.#say(say("The picture is being sent."));
    const answer = await send(file, Number(form.dataset.most));
    if ("refused" in answer) this.#say(answer.refused, true);
    else location.assign(withSight(location.href, { ...OF_THE_OLD_ONE, image: answer.id }));
  }

  /** @param {string} id */
  async #delete(id) {
    const refused = await remove(id);
    const without = /** @type {HTMLAnchorElement | null} */ (this.querySelector("[data-without]"));
    if (refused) this.#say(refused, true);
    else location.assign(without?.href ?? location.pathname);
  }

  #open() {
    const menu = this.closest("details");
    if (menu) menu.open = true;
  }

  /** @param {string} text @param {boolean} refused */
  #say(text, refused = false) {
    this.#open();
    const status = this.querySelector(".picture-status");
    status?.replaceChildren(text);
    status?.classList.toggle("refused", refused);
    for (const input of refused ? this.querySelectorAll("input[type=file]") : []) {
      /** @type {HTMLInputElement} */ (input).value = ""; // the same file may be chosen again
    }
  }
}

/** @param {DragEvent} event */
function carriesFile(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

customElements.define("tensor-image", TensorImage);
