/** Words as the server writes them into `data-search`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, wordsOf } from "../../static/search.js";

test("sizes are one word, however they are written", () => {
  for (const text of ["32×32", "32 x 32", "32 × 32", "32X32"]) assert.deepEqual(wordsOf(text), ["32x32"]);
  assert.deepEqual(wordsOf("3 × 32 × 32"), ["3x32x32"]);
  assert.deepEqual(wordsOf("ResNet-50, bottleneck_v1"), ["resnet", "50", "bottleneck", "v1"]);
});

test("every word has to begin a word of the entry", () => {
  assert.ok(matches("resnet 50 bottlenecks", "resn bottleneck"));
  assert.ok(!matches("resnet 152 bottlenecks", "resnet 50"));
  assert.ok(!matches("resnet 152", "52"));
  assert.ok(matches("anything", " "));
});

test("Chinese is searched by the character", () => {
  assert.deepEqual(wordsOf("34层 基本块, layer2"), ["34", "层", "基", "本", "块", "layer2"]);
  assert.ok(matches("resnet 基 本 块 basic", "基本 resn"));
  assert.ok(!matches("resnet 基 本 块 basic", "瓶颈"));
});
