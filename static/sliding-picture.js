// @ts-check
/** The moving marks of an operation's picture: kernel, patch, output cell, and the dotted lines between them. */

import { cellShift, outputOutline, windowShift } from "./sliding.js";

/** @typedef {import("./sliding.js").Pair} Pair */

export class SlidingPicture {
  /** @param {SVGSVGElement} svg @param {import("./sliding.js").Sliding} sliding */
  constructor(svg, sliding) {
    this.sliding = sliding;
    this.windows = svg.querySelectorAll('[data-name="kernel"], [data-name="patch"]');
    this.cells = svg.querySelectorAll('[data-name="cell"]');
    this.guides = [...svg.querySelectorAll('[data-name="guides"] path')].map((line) => ({ line, ends: endsOf(line) }));
    this.length = outputLength(svg, sliding);
    this.output = outputOver(svg, outputOutline(sliding, this.length));
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

/** How long the output is drawn along its channels: its front begins at the corner that all three sides share. @param {SVGSVGElement} svg @param {import("./sliding.js").Sliding} sliding */
function outputLength(svg, { out_corner: [x, y] }) {
  const polygons = /** @type {SVGPolygonElement[]} */ ([...svg.querySelectorAll(".volume polygon")]);
  const shapes = polygons.map((polygon) => [...polygon.points]);
  const touching = shapes.filter((points) => points.some((point) => near(point.x, x) && near(point.y, y)));
  return x - Math.min(x, ...touching.flat().filter((point) => near(point.y, y)).map((point) => point.x));
}

/** An invisible copy of the output that catches the pointer, above all that is drawn there. @param {SVGSVGElement} svg @param {Pair[]} outline */
function outputOver(svg, outline) {
  const output = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
  output.setAttribute("class", "cells");
  output.setAttribute("points", outline.join(" "));
  output.setAttribute("fill", "transparent");
  // A finger here reads cells; the touch-action of an svg's child is not heeded everywhere.
  output.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  svg.append(output);
  return output;
}

/** Whether two coordinates agree as far as the picture's are written. @param {number} a @param {number} b */
function near(a, b) {
  return Math.abs(a - b) < 0.02;
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
