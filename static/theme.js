// @ts-check
/** <theme-switch>: its button goes from the system's theme to light to dark; the choice is kept in this browser. */

const THEMES = ["", "light", "dark"];
const NAMES = { "": "system", light: "light", dark: "dark" };

/** The theme after another, "" being the system's. @param {string} theme @returns {string} */
export function nextTheme(theme) {
  return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
}

export class ThemeSwitch extends HTMLElement {
  /** @type {AbortController | undefined} */
  #abort;

  connectedCallback() {
    this.button = this.querySelector("button");
    if (!this.button) return;
    this.#abort = new AbortController();
    this.button.addEventListener("click", () => this.#choose(nextTheme(this.theme)), { signal: this.#abort.signal });
    this.hidden = false;
    this.#say();
  }

  disconnectedCallback() {
    this.#abort?.abort();
  }

  get theme() {
    return document.documentElement.dataset.theme ?? "";
  }

  /** @param {string} theme */
  #choose(theme) {
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // Storage can be forbidden; the choice then lasts for this page.
    }
    this.#say();
    this.dispatchEvent(new CustomEvent("theme-change", { bubbles: true, detail: { theme } }));
  }

  #say() {
    const name = NAMES[/** @type {keyof typeof NAMES} */ (this.theme)] ?? this.theme;
    this.button?.setAttribute("aria-label", `Theme: ${name}`);
    this.button?.setAttribute("title", `Theme: ${name}`);
  }
}

customElements.define("theme-switch", ThemeSwitch);
