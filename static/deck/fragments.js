// @ts-check
/** Steps as the server draws them, each asked for once: those beside the present one before anybody goes there. */

import { pieceOf } from "./address.js";

export class Fragments {
  /** @type {Map<string, Promise<string>>} */
  #kept = new Map();

  /** The markup of a step. Rejects when the server does not answer. @param {string} url @returns {Promise<string>} */
  get(url) {
    let coming = this.#kept.get(url);
    if (!coming) {
      coming = fetched(pieceOf(url));
      this.#kept.set(url, coming);
      coming.catch(() => this.#kept.delete(url));
    }
    return coming;
  }

  /** @param {readonly (string | undefined)[]} urls */
  prefetch(urls) {
    for (const url of urls) if (url) this.get(url).catch(() => {});
  }
}

/** @param {string} url @returns {Promise<string>} */
async function fetched(url) {
  const response = await fetch(url, { headers: { accept: "text/html" } });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  return response.text();
}
