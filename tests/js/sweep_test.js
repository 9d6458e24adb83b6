/** A sweep of conv1 (112 x 112 output cells), of a small map (7 x 7) and of one in between (28 x 28). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sweepIndex, sweepSeconds, sweepTime } from "../../static/sweep.js";

const map = (rows, columns) => ({ output: [rows, columns] });
const MAPS = [map(112, 112), map(28, 28), map(7, 7), map(1, 40), map(40, 1), map(224, 3)];

test("a large map is swept in 20 to 25 seconds, whatever its size", () => {
  for (const size of [28, 56, 112, 224]) {
    const seconds = sweepSeconds(map(size, size));
    assert.ok(seconds >= 20 && seconds <= 25, `${size}: ${seconds}`);
  }
});

test("the first row of a large map takes three seconds and begins at a pace that can be followed", () => {
  assert.equal(Math.floor(sweepIndex(map(112, 112), 2.99) / 112), 0);
  assert.equal(sweepIndex(map(112, 112), 3.0), 112);
  assert.ok(sweepIndex(map(112, 112), 0.25) <= 3);
});

test("a small map goes at eight cells a second from end to end", () => {
  assert.equal(sweepSeconds(map(7, 7)), 49 / 8);
  for (const cell of [1, 6, 7, 20, 48]) assert.equal(sweepIndex(map(7, 7), (cell + 0.5) / 8), cell);
});

test("a sweep never goes back, ends at the last cell and begins again", () => {
  for (const sliding of MAPS) {
    const [rows, columns] = sliding.output;
    const whole = sweepSeconds(sliding);
    let before = 0;
    for (let step = 0; step < 1000; step += 1) {
      const index = sweepIndex(sliding, (step / 1000) * whole);
      assert.ok(index >= before, `${sliding.output} after ${step} of 1000`);
      before = index;
    }
    assert.equal(sweepIndex(sliding, whole * (1 - 1e-9)), rows * columns - 1);
    assert.equal(sweepIndex(sliding, whole), 0);
  }
});

test("playing goes on at the cell where it was stopped", () => {
  for (const sliding of MAPS) {
    const count = sliding.output[0] * sliding.output[1];
    for (let index = 0; index < count; index += 1) assert.equal(sweepIndex(sliding, sweepTime(sliding, index) + 1e-9), index);
  }
});
