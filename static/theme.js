// @ts-check
/** <theme-switch>: its button goes from the system's theme to light to dark; the choice is kept in this browser. */

const NAMES = new Map([["", "system"], ["light", "light"], ["dark", "dark"]]);

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
    const themes = [...NAMES.keys()];
    const theme = themes[(themes.indexOf(this.theme) + 1) % themes.length];
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
    const name = `Theme: ${NAMES.get(this.theme) ?? this.theme}`;
    this.button?.setAttribute("aria-label", name);
    this.button?.setAttribute("title", name);
  }
}

customElements.define("theme-switch", ThemeSwitch);
