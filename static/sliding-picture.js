// @ts-check
/** The moving marks of an operation's picture: kernel, patch, output cell, and the dotted lines between them. */

import { cellShift, outputFace, windowShift } from "./sliding.js";

/** @typedef {import("./sliding.js").Pair} Pair */

export class SlidingPicture {
  /** @param {SVGSVGElement} svg @param {import("./sliding.js").Sliding} sliding */
  constructor(svg, sliding) {
    this.sliding = sliding;
    this.windows = svg.querySelectorAll('[data-name="kernel"], [data-name="patch"]');
    this.cells = svg.querySelectorAll('[data-name="cell"]');
    this.guides = [...svg.querySelectorAll('[data-name="guides"] path')].map((line) => ({ line, ends: endsOf(line) }));
    this.face = faceOver(svg, sliding);
  }

  /** Draws what they are at an output cell; the server drew them at (0, 0). @param {import("./sliding.js").Cell} cell */
  show(cell) {
    const from = windowShift(this.sliding, cell);
    const to = cellShift(this.sliding, cell);
    for (const part of this.windows) part.setAttribute("transform", `translate(${from.join(" ")})`);
    for (const part of this.cells) part.setAttribute("transform", `translate(${to.join(" ")})`);
    for (const { line, ends: [start, end] } of this.guides) {
      line.setAttribute("d", `M${moved(start, from)}L${moved(end, to)}`);
    }
  }
}

/** An invisible side of the output that catches the pointer, above all that is drawn there. @param {SVGSVGElement} svg @param {import("./sliding.js").Sliding} sliding */
function faceOver(svg, sliding) {
  const face = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
  face.setAttribute("points", outputFace(sliding).join(" "));
  face.setAttribute("fill", "transparent");
  face.style.cursor = "crosshair";
  // A finger here reads cells; the touch-action of an svg's child is not heeded everywhere.
  face.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  svg.append(face);
  return face;
}

/** The first and the last point of a straight line. @param {Element} line @returns {[Pair, Pair]} */
function endsOf(line) {
  const numbers = (line.getAttribute("d")?.match(/-?[\d.]+/g) ?? []).map(Number);
  return [[numbers[0], numbers[1]], [numbers[2], numbers[3]]];
}

/** @param {Pair} point @param {Pair} shift @returns {string} */
function moved(point, shift) {
  return `${(point[0] + shift[0]).toFixed(2)},${(point[1] + shift[1]).toFixed(2)}`;
}
