/** A figure as the server sends it, put under a drawing whose edges lie 10 and 30 pixels inside the plot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { barsOf, pageFigure, pathOf } from "../../static/chart-layout.js";

const colours = { "violet-front": "#bcaae2", muted: "#596273", hairline: "#d5d8de" };
const colour = (key) => colours[key] ?? "";
const frame = { width: 500, height: 140, left: 10, right: 30 };
const figure = {
  data: [{ type: "bar", x: [10, 40], y: [3, 0], customdata: ["conv1", "layer1.0"], marker: { color: ["violet-front", "#123456"] } }],
  layout: { yaxis: { rangemode: "tozero" } },
};

test("the x axis shows what the drawing shows, between the drawing's edges", () => {
  const { layout } = pageFigure(figure, colour, frame, [-20, 980], "serif");
  assert.deepEqual(layout.xaxis.range, [-20, 980]);
  assert.equal(layout.xaxis.autorange, false);
  assert.equal(layout.width - layout.margin.l - layout.margin.r, 460);
});

test("palette keys become colours and colours stay", () => {
  const { data } = pageFigure(figure, colour, frame, [0, 1], "serif");
  assert.deepEqual(data[0].marker.color, ["#bcaae2", "#123456"]);
  assert.equal(pageFigure({ data: [{ marker: { color: "violet-front" } }] }, colour, frame, [0, 1], "serif").data[0].marker.color, "#bcaae2");
});

test("what the figure says of its axes is kept, and the figure itself is not changed", () => {
  const before = structuredClone(figure);
  assert.equal(pageFigure(figure, colour, frame, [0, 1], "serif").layout.yaxis.rangemode, "tozero");
  assert.deepEqual(figure, before);
});

test("a bar is found by its path", () => {
  assert.deepEqual(barsOf(figure.data[0], "layer1.0"), [1]);
  assert.equal(barsOf(figure.data[0], "layer9"), undefined);
  assert.equal(barsOf(figure.data[0], ""), undefined);
  assert.equal(pathOf(["conv1", 64]), "conv1");
  assert.equal(pathOf(undefined), "");
});

test("every label of the height axis stands on its line, and the highest has room under the plot's top", () => {
  const high = { data: [{ type: "bar", y: [6, 2] }], layout: { yaxis: { tickvals: [0, 6], ticktext: ["0", "6 M"] } } };
  const { layout } = pageFigure(high, colour, frame, [0, 1], "serif");
  assert.deepEqual(layout.annotations.map(({ text, y }) => [text, y]), [["0", 0], ["6 M", 6]]);
  const [low, top] = layout.yaxis.range;
  const plot = frame.height - layout.margin.t - layout.margin.b;
  assert.equal(low, 0);
  assert.ok(plot * (1 - 6 / top) >= 16);
});

test("the highest bar leaves room for the number that it carries", () => {
  const top = (text) => {
    const [trace] = figure.data;
    return pageFigure({ ...figure, data: [{ ...trace, text }] }, colour, frame, [0, 1], "serif").layout.yaxis.range[1];
  };
  const pixels = (peak) => (1 - 3 / peak) * (frame.height - 16);
  assert.ok(pixels(top(["1", ""])) > 17);
  assert.ok(pixels(top(["", ""])) < 5);
});
