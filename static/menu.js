// @ts-check
/** Menus made of <details>: they close on Escape, which gives the focus back, and on a press beside them. */

/** Heard before anything else, so that Escape does not also leave the page. @param {Document} page */
export function closeMenus(page) {
  page.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" ? opened(page)[0] : undefined;
    if (!menu) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }, { capture: true });
  page.addEventListener("pointerdown", (event) => {
    for (const menu of opened(page)) menu.open = menu.contains(/** @type {Node} */ (event.target));
  });
}

/** @param {Document} page @returns {HTMLDetailsElement[]} */
function opened(page) {
  return [...page.querySelectorAll("details.menu[open]")].map((menu) => /** @type {HTMLDetailsElement} */ (menu));
}
