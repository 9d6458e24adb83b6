/** Arrow keys over a small block: a main path of three volumes, a shortcut beneath, a bracket under that. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { first, MOVES } from "../../static/walk.js";

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
  assert.equal(MOVES.ArrowRight(places, INPUT), CONV);
  assert.equal(MOVES.ArrowRight(places, CONV), SUM);
  assert.equal(MOVES.ArrowLeft(places, CONV), INPUT);
});

test("the ends of a lane lead nowhere", () => {
  assert.equal(MOVES.ArrowRight(places, SUM), -1);
  assert.equal(MOVES.ArrowLeft(places, INPUT), -1);
  assert.equal(MOVES.ArrowRight(places, PROJECTION), -1);
});

test("down enters the shortcut and up leaves it for the part above", () => {
  assert.equal(MOVES.ArrowDown(places, CONV), PROJECTION);
  assert.equal(MOVES.ArrowUp(places, PROJECTION), CONV);
  assert.equal(MOVES.ArrowDown(places, PROJECTION), BRACKET);
});

test("up from the topmost lane leads nowhere", () => {
  assert.equal(MOVES.ArrowUp(places, CONV), -1);
});

test("home and end are the ends of the lane", () => {
  assert.equal(MOVES.Home(places, SUM), INPUT);
  assert.equal(MOVES.End(places, INPUT), SUM);
});

test("a walk begins at the start of the main path", () => {
  assert.equal(first(places), INPUT);
  assert.equal(first([at("1", 50, 60, 0, 1), at("0", 90, 99, 0, 1)]), 1);
  assert.equal(first([]), -1);
});
