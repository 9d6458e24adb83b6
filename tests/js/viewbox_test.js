/** The view's arithmetic, against cases worked by hand on a drawing of 1000 x 200 in a box of 500 x 300 pixels. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { clamp, fit, opening, pan, parseViewBox, resize, reveal, scaleOf, viewBoxText, zoom } from "../../static/viewbox.js";

const content = { x: 0, y: 0, width: 1000, height: 200 };
const box = { width: 500, height: 300 };

test("a viewBox is read and written with commas or blanks", () => {
  assert.deepEqual(parseViewBox(" 0,0 12.5\t7 "), { x: 0, y: 0, width: 12.5, height: 7 });
  assert.equal(viewBoxText({ x: -0.12345, y: 0, width: 10, height: 1 / 3 }), "-0.123 0 10 0.333");
});

test("fit shows all of the drawing, centred, in the box's proportions", () => {
  assert.deepEqual(fit(content, box), { x: 0, y: -200, width: 1000, height: 600 });
  assert.deepEqual(fit(content, { width: 500, height: 50 }), { x: -500, y: 0, width: 2000, height: 200 });
});

test("a drawing that can be read whole opens whole", () => {
  assert.deepEqual(opening(content, box), fit(content, box));
});

test("a drawing too wide to read opens at its beginning", () => {
  const phone = { width: 390, height: 300 };
  const view = opening({ x: 0, y: 0, width: 2000, height: 250 }, phone);
  assert.equal(view.x, 0);
  assert.equal(scaleOf(view, phone), 0.8);
});

test("what has to be read closer opens at its beginning though it could be fitted", () => {
  const screen = { width: 1440, height: 700 };
  const wide = { x: 0, y: 0, width: 2000, height: 700 };
  assert.deepEqual(opening(wide, screen), fit(wide, screen));
  const view = opening(wide, screen, 0.8);
  assert.deepEqual([view.x, scaleOf(view, screen).toFixed(9)], [0, "0.928000000"]);
});

test("a drawing too high to read opens at its top, as wide as the box allows", () => {
  const view = opening({ x: 0, y: 0, width: 300, height: 3000 }, { width: 390, height: 600 });
  assert.deepEqual([view.y, view.width], [0, 487.5]);
  assert.equal(view.x, -93.75);
});

test("zooming keeps the point under the pointer where it is", () => {
  const view = zoom(fit(content, box), 4, { x: 400, y: 100 }, content, box);
  assert.deepEqual(view, { x: 300, y: 25, width: 250, height: 150 });
  assert.equal((400 - view.x) / view.width, 400 / 1000);
});

test("zooming in and out again by the same factor comes back", () => {
  const start = { x: 300, y: 25, width: 250, height: 150 };
  const there = zoom(start, 1.6, { x: 380, y: 60 }, content, box);
  const back = zoom(there, 1 / 1.6, { x: 380, y: 60 }, content, box);
  for (const key of ["x", "y", "width", "height"]) assert.ok(Math.abs(back[key] - start[key]) < 1e-9);
});

test("zooming out stops at the whole drawing and zooming in at six pixels a unit", () => {
  assert.deepEqual(zoom(fit(content, box), 0.1, { x: 0, y: 0 }, content, box), fit(content, box));
  assert.equal(scaleOf(zoom(fit(content, box), 1e6, { x: 500, y: 100 }, content, box), box), 6);
});

test("panning stops at the edges", () => {
  const view = { x: 300, y: 25, width: 250, height: 150 };
  assert.deepEqual(pan(view, -1000, 1000, content), { x: 0, y: 50, width: 250, height: 150 });
  assert.deepEqual(pan(view, 1000, 10, content), { x: 750, y: 35, width: 250, height: 150 });
});

test("what is smaller than the view is centred in it", () => {
  assert.equal(clamp({ x: 500, y: 90, width: 250, height: 600 }, content).y, -200);
});

test("revealing moves no further than it must", () => {
  const view = { x: 300, y: 25, width: 250, height: 150 };
  assert.deepEqual(reveal(view, { x: 400, y: 60, width: 50, height: 50 }, content, 10), view);
  assert.equal(reveal(view, { x: 600, y: 60, width: 50, height: 50 }, content, 10).x, 410);
  assert.equal(reveal(view, { x: 100, y: 60, width: 50, height: 50 }, content, 10).x, 90);
  assert.equal(reveal(view, { x: 100, y: 60, width: 700, height: 50 }, content, 10).x, 90);
});

test("a box that grows keeps the scale and the centre, and never shows less than it could", () => {
  const view = { x: 300, y: 25, width: 250, height: 150 };
  assert.deepEqual(resize(view, box, { width: 1000, height: 300 }, content), { x: 175, y: 25, width: 500, height: 150 });
  assert.deepEqual(resize(fit(content, box), box, { width: 1000, height: 600 }, content), fit(content, { width: 1000, height: 600 }));
});
