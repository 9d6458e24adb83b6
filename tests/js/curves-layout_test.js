import assert from "node:assert/strict";
import test from "node:test";

import { curvesFigure } from "../../static/curves-layout.js";

const COLOURS = { "violet-line": "#8269c9", hairline: "#d5d8de", muted: "#596273" };
const colour = (key) => COLOURS[key] ?? "";
const figure = {
  data: [{ type: "scatter", x: [1, 2], y: [80, 20], line: { color: "violet-line", dash: "dot", width: 2 } }],
  layout: { xaxis: { dtick: 2 }, yaxis: { type: "log", range: [0, 2] } },
};

test("lines have the theme's colours and keep all else", () => {
  const { data } = curvesFigure(figure, colour, 600, 300, "Sans");
  assert.deepEqual(data[0], { ...figure.data[0], line: { color: "#8269c9", dash: "dot", width: 2 } });
  assert.equal(figure.data[0].line.color, "violet-line");
});

test("the plot has the size of its box, and axes that nobody can drag", () => {
  const { layout } = curvesFigure(figure, colour, 600, 300, "Sans");
  assert.deepEqual([layout.width, layout.height], [600, 300]);
  assert.equal(layout.yaxis.type, "log");
  assert.deepEqual(layout.yaxis.range, [0, 2]);
  assert.ok(layout.xaxis.fixedrange && layout.yaxis.fixedrange);
});
