// @ts-check
/** What is chosen on a page goes with the reader: into the canonical address and into every link to another view. */

/** @param {(href: string) => string} rewrite */
export function rewriteViewLinks(rewrite) {
  const templates = /** @type {HTMLTemplateElement[]} */ ([...document.querySelectorAll("template")]);
  for (const root of [document, ...templates.map((template) => template.content)]) {
    for (const link of root.querySelectorAll('link[rel="canonical"], a[href^="/net/"]:not([type], [data-sight])')) {
      link.setAttribute("href", rewrite(link.getAttribute("href") ?? ""));
    }
  }
  for (const stage of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-up^='/net/']"))) {
    stage.dataset.up = rewrite(stage.dataset.up ?? "");
  }
}
