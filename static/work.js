// @ts-check

import { say } from "./words.js";

/**
 * `0.52 × −0.31 = −0.161`: one cell of patch, kernel and product in words.
 * @param {string[]} numbers @param {boolean} isPadding whether the window reads padding there @returns {string}
 */
export function product([read, weight, result], isPadding) {
  const said = `${read} × ${weight} = ${result}`;
  return isPadding ? say("{product}, for the padding is 0", { product: said }) : said;
}
