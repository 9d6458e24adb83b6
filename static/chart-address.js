// @ts-check
/** The chart that is shown is part of the address, and of every link from there to another view. */

import { rewriteViewLinks } from "./view-links.js";

/**
 * An address of a view with another chart; the usual one is "" and is not written. The chart is the last key, as the
 * server has it, and the rest of the query stays letter by letter.
 * @param {string} href @param {string} chart @returns {string}
 */
export function withChart(href, chart) {
  const [, path, query = "", fragment = ""] = href.match(/^([^?#]*)(\?[^#]*)?(#.*)?$/) ?? [];
  const kept = query.slice(1).split("&").filter((pair) => pair && !pair.startsWith("chart="));
  const said = chart ? [...kept, `chart=${chart}`] : kept;
  return path + (said.length ? `?${said.join("&")}` : "") + fragment;
}

/** Writes a chart into the address, the canonical address and the page's links to views. @param {string} chart */
export function carryChart(chart) {
  history.replaceState(history.state, "", withChart(location.href, chart));
  rewriteViewLinks((href) => withChart(href, chart));
  for (const field of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('input[name="chart"]'))) {
    field.value = chart;
    field.disabled = !chart;
  }
}
