/** Arrow keys over a small block: a main path of three volumes, a shortcut beneath, a bracket under that. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { first, step } from "../../static/walk.js";

const at = (lane, left, right, top, bottom) => ({ lane, left, right, top, bottom });
const INPUT = 0, CONV = 2, SUM = 1, PROJECTION = 3, BRACKET = 4;
const places = [
  at("0", 0, 40, 0, 100),
  at("0", 200, 240, 20, 90), // drawn before the convolution, walked after it
  at("0", 100, 140, 10, 95),
  at("1", 90, 150, 150, 200),
  at("3", 0, 240, 260, 280),
];

test("left and right follow the lane in the order of x, not of drawing", () => {
  assert.equal(step(places, INPUT, "ArrowRight", false), CONV);
  assert.equal(step(places, CONV, "ArrowRight", false), SUM);
  assert.equal(step(places, CONV, "ArrowLeft", false), INPUT);
});

test("the ends of a lane lead nowhere", () => {
  assert.equal(step(places, SUM, "ArrowRight", false), -1);
  assert.equal(step(places, INPUT, "ArrowLeft", false), -1);
  assert.equal(step(places, PROJECTION, "ArrowRight", false), -1);
});

test("down enters the shortcut and up leaves it for the part above", () => {
  assert.equal(step(places, CONV, "ArrowDown", false), PROJECTION);
  assert.equal(step(places, PROJECTION, "ArrowUp", false), CONV);
  assert.equal(step(places, PROJECTION, "ArrowDown", false), BRACKET);
});

test("up from the topmost lane leads nowhere", () => {
  assert.equal(step(places, CONV, "ArrowUp", false), -1);
});

test("home and end are the ends of the lane", () => {
  assert.equal(step(places, SUM, "Home", false), INPUT);
  assert.equal(step(places, INPUT, "End", false), SUM);
});

test("a walk begins at the start of the main path", () => {
  assert.equal(first(places), INPUT);
  assert.equal(first([at("1", 50, 60, 0, 1), at("0", 90, 99, 0, 1)]), 1);
  assert.equal(first([]), -1);
});

test("in a drawing that runs down, down follows the path and right enters the shortcut", () => {
  const column = [at("0", 0, 100, 0, 20), at("0", 0, 100, 40, 60), at("1", 110, 130, 20, 70), at("0", 0, 100, 80, 99)];
  assert.equal(step(column, 0, "ArrowDown", true), 1);
  assert.equal(step(column, 3, "ArrowUp", true), 1);
  assert.equal(step(column, 1, "ArrowRight", true), 2);
  assert.equal(step(column, 2, "ArrowLeft", true), 1);
  assert.equal(step(column, 0, "End", true), 3);
});

test("other keys lead nowhere", () => {
  assert.equal(step(places, INPUT, "a", false), -1);
});
