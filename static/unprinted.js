// @ts-check
/** What of a part's name the drawing does not already say: the text of its tooltip. */
import { say } from "./words.js";

const SHAPE = /\d+(?: × \d+)+/g;
// In English and in Chinese: what stands between phrases, and from one shape to another.
const BETWEEN = /, |，/;
const CHANGE = /^([\d ×]+) (?:to|→) ([\d ×]+)$/;

/**
 * `conv1, 7×7 convolution, 3 × 224 × 224 to 64 × 112 × 112` where `64` and `112×112` are printed is
 * `conv1, 7×7 convolution, from 3 × 224 × 224`.
 * @param {string} label @param {readonly string[]} printed the texts of the part's own drawing @returns {string}
 */
export function unprinted(label, printed) {
  const comma = label.match(BETWEEN)?.[0] ?? "";
  return label.split(BETWEEN).map((piece) => shorter(piece, printed)).filter(Boolean).join(comma);
}

/** @param {string} piece @param {readonly string[]} printed @returns {string} */
function shorter(piece, printed) {
  if (printed.includes(piece)) return "";
  const [, before, after] = piece.match(CHANGE) ?? [];
  if (before && isPrinted(after, printed)) return before === after ? "" : say("from {shape}", { shape: before });
  if (before) return piece;
  return piece.replaceAll(SHAPE, (shape) => (isPrinted(shape, printed) ? "" : shape)).trim();
}

/** Whether every number of a shape stands somewhere in the texts. @param {string} shape @param {readonly string[]} printed */
function isPrinted(shape, printed) {
  const numbers = printed.join(" ").match(/\d+/g) ?? [];
  return (shape.match(/\d+/g) ?? []).every((number) => {
    const at = numbers.indexOf(number);
    if (at >= 0) numbers.splice(at, 1);
    return at >= 0;
  });
}
