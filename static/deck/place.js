// @ts-check
/** One step put in another's place: what is around it says so too. */

/** @param {HTMLElement} last @param {HTMLElement} step @param {HTMLElement} deck */
export function standIn(last, step, deck) {
  const typed = last.querySelector(".typed")?.contains(document.activeElement);
  last.replaceWith(step);
  document.title = step.dataset.title ?? "";
  lead(deck.querySelector("a.back"), step.dataset.before);
  lead(deck.querySelector("a.forth"), step.dataset.after);
  for (const [index, link] of [...deck.querySelectorAll(".contents li:not(.out) a")].entries()) {
    if (index === Number(step.dataset.index)) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
  }
  const said = deck.querySelector("[data-said]");
  if (said) said.textContent = step.querySelector("h1")?.textContent ?? "";
  if (typed) /** @type {HTMLElement | null} */ (step.querySelector(".typed input"))?.focus();
}

/** A drawing that is higher than its place is scrolled to the first part that is lit. @param {HTMLElement} step */
export function showLit(step) {
  const picture = step.matches(".tall") ? step.querySelector(".picture") : null;
  const lit = picture?.querySelector(".part[data-path]:not(.dimmed)");
  if (!picture || !lit) return;
  const [frame, part] = [picture.getBoundingClientRect(), lit.getBoundingClientRect()];
  picture.scrollTop += part.top - frame.top - frame.height / 4;
}

/** A link to a step, or to none at an end of the lecture. @param {Element | null} link @param {string | undefined} url */
function lead(link, url) {
  if (url) {
    link?.setAttribute("href", url);
    link?.removeAttribute("aria-disabled");
  } else {
    link?.removeAttribute("href");
    link?.setAttribute("aria-disabled", "true");
  }
}
