// @ts-check
/** The configurator's panel: what is typed, chosen, stepped and reset in it goes to the live form. */

import { stepped } from "./counts.js";
import { element } from "./dom.js";
import { canonicalPath, LiveForm } from "./live-form.js";
import { say } from "./words.js";

/** A pause in typing that is taken for the end of it, and one in a held key's repeats, in milliseconds. */
const TYPING = 300;
const REPEATING = 60;
const STEPS = new Map([["ArrowUp", 1], ["ArrowDown", -1], ["PageUp", 10], ["PageDown", -10]]);
const OPEN = "configure-open"; // in this tab's storage
const BESIDE = "(min-width: 60rem)"; // below, the panel lies over the page and is opened on purpose only

/** @param {HTMLDetailsElement} panel @param {HTMLFormElement} form */
function configure(panel, form) {
  const live = new LiveForm(form);
  let waiting = 0;
  const change = (/** @type {EventTarget | null} */ target, wait = 0) => {
    clearTimeout(waiting);
    const { name } = /** @type {HTMLInputElement} */ (target);
    if (wait) waiting = setTimeout(() => live.change(name), wait);
    else live.change(name);
  };
  const step = (/** @type {HTMLInputElement} */ input, /** @type {number} */ by, wait = 0) => {
    const next = stepped(input.value, input.selectionStart ?? 0, by);
    if (!next || next.text === input.value) return;
    input.value = next.text;
    input.setSelectionRange(next.start, next.end);
    change(input, wait);
  };

  form.addEventListener("input", (event) => change(event.target, event.target instanceof HTMLSelectElement ? 0 : TYPING));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(document.activeElement);
  });
  form.addEventListener("keydown", (event) => {
    const by = STEPS.get(event.key);
    const { target } = event;
    if (!by || !(target instanceof HTMLInputElement) || target.dataset.counts === undefined) return;
    event.preventDefault();
    step(target, by, event.repeat ? REPEATING : 0);
  });
  form.addEventListener("click", (event) => {
    const pressed = /** @type {Element} */ (event.target).closest("[data-step], [data-reset], [data-close]");
    if (!(pressed instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (pressed.dataset.step) step(/** @type {HTMLInputElement} */ (pressed.parentElement?.querySelector("input")), Number(pressed.dataset.step));
    else if (pressed.dataset.reset) live.change(pressed.dataset.reset, pressed.dataset.reset);
    else if (pressed instanceof HTMLAnchorElement) live.go(pressed.href);
    else close(panel);
  });
  form.classList.add("is-live"); // nothing need be sent by hand
  offerSteps(form);
  remember(panel);
}

/** A pair of buttons beside each line of numbers, for those who point. @param {HTMLFormElement} form */
function offerSteps(form) {
  for (const input of form.querySelectorAll("input[data-counts]")) {
    const field = input.closest("[data-field]")?.querySelector("label")?.firstChild?.textContent?.trim();
    const button = (/** @type {string} */ by, /** @type {string} */ sign, /** @type {string} */ name) =>
      element("button", { type: "button", "data-step": by, "aria-label": name }, sign);
    const down = button("-1", "−", say("{field}: number at the caret down", { field }));
    input.after(down, button("1", "+", say("{field}: number at the caret up", { field })));
  }
  form.addEventListener("pointerdown", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-step]")) event.preventDefault(); // the caret stays where it is
  });
}

/** The panel stays open from view to view, and closes on Escape and by its button. @param {HTMLDetailsElement} panel */
function remember(panel) {
  const closing = /** @type {HTMLElement} */ (panel.querySelector("[data-close]"));
  closing.hidden = false;
  if (matchMedia(BESIDE).matches && wasOpen()) panel.open = true;
  panel.addEventListener("toggle", () => {
    wasOpen(panel.open);
    if (panel.open && !matchMedia(BESIDE).matches) document.querySelector("tensor-stage")?.scrollIntoView({ block: "start" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open || !panel.contains(document.activeElement)) return;
    event.preventDefault(); // else it would also leave the page for the level above
    close(panel);
  }, { capture: true });
}

/** Whether the panel was left open in this tab. @param {boolean} [now] to be remembered */
function wasOpen(now) {
  try {
    if (now !== undefined) sessionStorage.setItem(OPEN, now ? "yes" : "");
    return sessionStorage.getItem(OPEN) === "yes";
  } catch {
    return false; // storage can be forbidden; the panel then opens for one page
  }
}

/** @param {HTMLDetailsElement} panel */
function close(panel) {
  panel.open = false;
  panel.querySelector("summary")?.focus();
}

/** The address bar shows what a link to this page would be, however the page was reached. */
function showCanonical() {
  const canonical = canonicalPath();
  if (canonical !== location.pathname + location.search) history.replaceState(history.state, "", canonical + location.hash);
}

showCanonical();
for (const panel of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.configure"))) {
  configure(panel, /** @type {HTMLFormElement} */ (panel.querySelector("form")));
}
