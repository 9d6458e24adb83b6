/** Labels and printed texts as the views of ResNet-34 have them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { unprinted } from "../../static/unprinted.js";

const BLOCK = "layer2.0, basic block, projection shortcut, 64 × 56 × 56 to 128 × 28 × 28";

test("a shape that the drawing prints is not said again", () => {
  assert.equal(unprinted(BLOCK, ["128", "28×28"]), "layer2.0, basic block, projection shortcut, from 64 × 56 × 56");
  assert.equal(unprinted("input, 3 × 224 × 224", ["3", "224×224"]), "input");
  assert.equal(unprinted("128 × 28 × 28 after layer2.0.conv1", ["128", "28", "28"]), "after layer2.0.conv1");
  assert.equal(unprinted("fc, linear layer, 512 to 1000", ["1000", "vector"]), "fc, linear layer, from 512");
});

test("a shape that stays the same is said once by the drawing", () => {
  const label = "layer1.1, basic block, identity shortcut, 64 × 56 × 56 to 64 × 56 × 56";
  assert.equal(unprinted(label, ["64", "56×56"]), "layer1.1, basic block, identity shortcut");
});

test("what is not printed is said in full", () => {
  assert.equal(unprinted(BLOCK, []), BLOCK);
  const conv = "layer2.0.conv1, 3×3 convolution, stride 2, padding 1, 64 × 56 × 56 to 128 × 28 × 28";
  assert.equal(unprinted(conv, ["3×3, 128, /2", "conv1"]), conv);
  assert.equal(unprinted("layer2.0.bn1, batch normalisation, 64 × 1 × 1", ["BN"]), "layer2.0.bn1, batch normalisation, 64 × 1 × 1");
});

test("a number printed once is no square", () => {
  assert.equal(unprinted("pool, 28 × 28 × 28", ["28"]), "pool, 28 × 28 × 28");
});

test("a label in Chinese is read as one in English is", () => {
  const block = "layer2.0，基本块，投影捷径，64 × 56 × 56 → 128 × 28 × 28";
  assert.equal(unprinted(block, ["128", "28×28"]), "layer2.0，基本块，投影捷径，from 64 × 56 × 56"); // without a catalogue
  assert.equal(unprinted("128 × 28 × 28，在 layer2.0.conv1 之后", ["128", "28", "28"]), "在 layer2.0.conv1 之后");
  assert.equal(unprinted("64 × 56 × 56 → 64 × 56 × 56，恒等捷径", ["64", "56×56"]), "恒等捷径");
  assert.equal(unprinted(block, []), block);
});
