// @ts-check
/** <theme-switch>: its button goes from the system's theme to light, dark and print; the choice is kept in this browser. */

import { say } from "./words.js";

const THEMES = ["", "light", "dark", "print"];

export class ThemeSwitch extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    this.button = this.querySelector("button");
    this.#abort = new AbortController();
    this.button?.addEventListener("click", () => this.#next(), { signal: this.#abort.signal });
    this.hidden = false;
    this.#say();
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  get theme() {
    return document.documentElement.dataset.theme ?? "";
  }

  #next() {
    const theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Storage can be forbidden; the choice then lasts for this page.
    }
    this.#say();
    this.dispatchEvent(new CustomEvent("theme-change", { bubbles: true }));
  }

  #say() {
    const name = nameOf(this.theme);
    this.button?.setAttribute("aria-label", name);
    this.button?.setAttribute("title", name);
  }
}

/** @param {string} theme */
function nameOf(theme) {
  if (theme === "light") return say("Theme: light");
  if (theme === "dark") return say("Theme: dark");
  return theme === "print" ? say("Theme: high contrast") : say("Theme: system");
}

customElements.define("theme-switch", ThemeSwitch);
