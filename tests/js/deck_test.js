// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, pieceOf, stepOf } from "../../static/deck/address.js";
import { actionOf } from "../../static/deck/keys.js";
import { clock, elapsed, NOTHING, toggled } from "../../static/deck/timer.js";

const press = (/** @type {string} */ key, held = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("arrows, the space and a clicker lead on and back", () => {
  for (const key of ["ArrowRight", "PageDown", " "]) assert.equal(actionOf(press(key), ""), "next");
  for (const key of ["ArrowLeft", "PageUp"]) assert.equal(actionOf(press(key), ""), "back");
  for (const key of [".", "b", "B"]) assert.equal(actionOf(press(key), ""), "black");
});

test("a field takes every key but a clicker's, a button the space", () => {
  assert.equal(actionOf(press("b"), "text"), "");
  assert.equal(actionOf(press("ArrowRight"), "text"), "");
  assert.equal(actionOf(press("PageDown"), "text"), "next");
  assert.equal(actionOf(press(" "), "button"), "");
  assert.equal(actionOf(press("ArrowRight"), "button"), "next");
});

test("the browser's own shortcuts are left alone", () => {
  for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) assert.equal(actionOf(press("r", held), ""), "");
  assert.equal(actionOf(press("x"), ""), "");
});

test("another window leads to a step, what is one's own stays", () => {
  assert.equal(stepOf("/deck/tiny/conv1/notes?lang=zh"), "conv1");
  assert.equal(addressOf("tiny", "conv1", true, false, "?ratio=4:3&guess=3"), "/deck/tiny/conv1?ratio=4:3&reveal=1");
  assert.equal(addressOf("tiny", "2", false, true, ""), "/deck/tiny/2/notes");
  assert.equal(pieceOf("/deck/tiny/2"), "/deck/tiny/2?part=stage");
  assert.equal(pieceOf("/deck/tiny/2?lang=zh"), "/deck/tiny/2?lang=zh&part=stage");
});

test("a timer counts while it runs, and says it as a clock does", () => {
  const running = toggled(NOTHING, 1000);
  assert.equal(elapsed(running, 4500), 3500);
  const resting = toggled(running, 4500);
  assert.equal(elapsed(resting, 99_999), 3500);
  assert.equal(elapsed(toggled(resting, 100_000), 101_000), 4500);
  assert.deepEqual([0, 65_999, 3_845_000].map(clock), ["0:00", "1:05", "1:04:05"]);
});
