// @ts-check
/** Sending a picture and deleting it. The token that deletes it is kept in this browser, for its uploader alone. */

import { say } from "./words.js";

const KEPT = "picture-token:";
/** What an address says of the picture that was there before; with another one it means nothing. */
export const OF_THE_OLD_ONE = { crop: null, page: null, channel: null, cell: null, class: null, off: null };

/**
 * What the server will say anyway, said before megabytes are sent; "" for what may be sent.
 * @param {{size: number, type: string}} file @param {number} most bytes @returns {string}
 */
export function refusedBefore({ size, type }, most) {
  if (size > most) return say("The picture has {size} MB; at most {most} MB are taken.", { size: (size / 1e6).toFixed(1), most: most / 1e6 });
  return type && !type.startsWith("image/") ? say("That is not a picture. JPEG, PNG, WebP, GIF and BMP are taken.") : "";
}

/**
 * Sends a file; its id, or why it was not taken, in words.
 * @param {File} file @param {number} most bytes @returns {Promise<{id: string} | {refused: string}>}
 */
export async function send(file, most) {
  const refused = refusedBefore(file, most);
  if (refused) return { refused };
  const form = new FormData();
  form.append("image", file, "picture");
  try {
    const answer = await fetch("/images", { method: "POST", body: form, headers: inWords("application/json") });
    const told = await answer.json();
    if (!answer.ok) return { refused: said(told) };
    remember(told.id, told.token);
    return { id: told.id };
  } catch {
    return { refused: say("The picture could not be sent. Try again.") };
  }
}

/** Deletes a picture of this browser's; why not, or "". @param {string} id */
export async function remove(id) {
  const token = tokenOf(id) ?? "";
  try {
    const answer = await fetch(`/images/${id}?token=${encodeURIComponent(token)}`, { method: "DELETE", headers: inWords("application/problem+json") });
    if (!answer.ok && answer.status !== 404) return said(await answer.json());
  } catch {
    return say("The picture could not be deleted. Try again.");
  }
  localStorage.removeItem(KEPT + id);
  return "";
}

/** What is asked for, in the page's language, whatever the browser's is. @param {string} accept */
function inWords(accept) {
  return { accept, "accept-language": document.documentElement.lang };
}

/** The token of a picture that this browser uploaded, or null. @param {string} id */
export function tokenOf(id) {
  try {
    return localStorage.getItem(KEPT + id);
  } catch {
    return null; // storage can be forbidden
  }
}

/** @param {string} id @param {string} token */
function remember(id, token) {
  try {
    localStorage.setItem(KEPT + id, token);
  } catch {
    // Storage can be forbidden; the picture then goes by itself.
  }
}

/** @param {{detail?: string}} problem */
function said(problem) {
  const detail = problem.detail ?? say("The picture was not taken.");
  return detail.charAt(0).toUpperCase() + detail.slice(1);
}
