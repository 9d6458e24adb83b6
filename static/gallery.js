// @ts-check
/** The gallery's filter as one types: the same rule as the server's, the same address as the form's. */

import { matches } from "./search.js";
import { say } from "./words.js";
import "./theme.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.filter"));
const count = /** @type {HTMLOutputElement} */ (form.querySelector(".count"));
const nothing = /** @type {HTMLElement} */ (document.querySelector(".nothing"));
const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("section.kind")]);

function narrow() {
  const data = new FormData(form);
  const words = String(data.get("q"));
  const family = String(data.get("family"));
  let shown = 0;
  let total = 0;
  for (const section of sections) {
    let here = 0;
    for (const entry of section.querySelectorAll("li")) {
      const { kind = "", search = "" } = entry.dataset;
      entry.hidden = !((family === "" || family === kind) && matches(search, words));
      here += entry.hidden ? 0 : 1;
      total += 1;
    }
    section.hidden = here === 0;
    shown += here;
  }
  count.value = say("{shown} of {total} networks", { shown, total });
  nothing.hidden = shown > 0;
  const query = new URLSearchParams([...data].map(([key, value]) => [key, String(value)]).filter(([, value]) => value));
  history.replaceState(null, "", query.size ? `/?${query}` : "/");
}

form.addEventListener("input", narrow);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  narrow();
});
addEventListener("pageshow", narrow); // a browser that goes back fills in the form by itself
