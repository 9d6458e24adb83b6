import assert from "node:assert/strict";
import { test } from "node:test";
import { boxAt, cropKey, placeAfter, placeByKey } from "../../static/crop.js";

const box = { left: 20, top: 5, width: 60, height: 90 };

test("a place is a share of the room that the crop has", () => {
  assert.deepEqual(boxAt(box, { x: 0, y: 100 }), { left: 0, top: 10, width: 60, height: 90 });
  assert.deepEqual(boxAt(box, { x: 50, y: 50 }), box);
});

test("where a crop is moved to is a whole percentage, and never beyond the picture", () => {
  assert.deepEqual(placeAfter(box, 0, 0), { x: 50, y: 50 });
  assert.deepEqual(placeAfter(box, 4.1, 2), { x: 60, y: 70 });
  assert.deepEqual(placeAfter(box, -90, 90), { x: 0, y: 100 });
});

test("along an axis without room a crop stays in the middle", () => {
  assert.deepEqual(placeAfter({ left: 0, top: 0, width: 100, height: 75 }, 30, 25), { x: 50, y: 100 });
});

test("arrow keys move a crop by a step, with Shift by a large one, and no other key does", () => {
  assert.deepEqual(placeByKey({ x: 50, y: 50 }, "ArrowLeft", false), { x: 45, y: 50 });
  assert.deepEqual(placeByKey({ x: 50, y: 90 }, "ArrowDown", true), { x: 50, y: 100 });
  assert.equal(placeByKey({ x: 50, y: 50 }, "Enter", false), null);
});

test("the centre is the usual place and is not said", () => {
  assert.equal(cropKey({ x: 50, y: 50 }), null);
  assert.equal(cropKey({ x: 0, y: 50 }), "0,50");
});
