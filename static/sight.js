// @ts-check
/** What is seen of a picture is part of the page's address: it changes in place, and the panels hear of it. */

import { rewriteViewLinks } from "./view-links.js";

/** Keys that another view has too: a channel and a cell are of one tensor only. */
const CARRIED = ["range", "sort", "class", "cam"];

/** @typedef {Record<string, string | null>} Changes a key's value, or null for the usual one */

/**
 * An address with other values of some keys; the rest of the query stays letter by letter.
 * @param {string} href @param {Changes} changes @returns {string}
 */
export function withSight(href, changes) {
  const [, path, query = "", fragment = ""] = href.match(/^([^?#]*)(\?[^#]*)?(#.*)?$/) ?? [];
  const kept = query.slice(1).split("&").filter((pair) => pair && !(pair.split("=", 1)[0] in changes));
  const said = Object.entries(changes).flatMap(([key, value]) => (value === null ? [] : [`${key}=${written(value)}`]));
  const pairs = [...kept, ...said];
  return path + (pairs.length ? `?${pairs.join("&")}` : "") + fragment;
}

/** The value of a key in the page's address, or null. @param {string} key */
export function sightOf(key) {
  return new URLSearchParams(location.search).get(key);
}

/** Puts keys into the page's address and tells the panels. @param {Changes} changes */
export function changeSight(changes) {
  const changed = Object.entries(changes).filter(([key, value]) => sightOf(key) !== value).map(([key]) => key);
  if (!changed.length) return;
  history.replaceState(history.state, "", withSight(location.href, changes));
  const canonical = document.querySelector('link[rel="canonical"]');
  canonical?.setAttribute("href", withSight(canonical.getAttribute("href") ?? "", changes));
  const carried = Object.fromEntries(Object.entries(changes).filter(([key]) => CARRIED.includes(key)));
  rewriteViewLinks((href) => (/[?&]image=/.test(href) ? withSight(href, carried) : href));
  document.dispatchEvent(new CustomEvent("sight-change", { detail: new Set(changed) }));
}

/** @param {string} value */
function written(value) {
  return encodeURIComponent(value).replaceAll("%2C", ",");
}
