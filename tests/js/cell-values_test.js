/** A server whose answers come when the test says so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CellValues } from "../../static/cell-values.js";

function served() {
  const asked = [];
  const told = [];
  const values = new CellValues(
    (cell) => new Promise((answer, refuse) => asked.push({ cell, answer, refuse })),
    (cell) => told.push(cell),
  );
  return { values, asked, told };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("what has come is kept and not asked for again", async () => {
  const { values, asked, told } = served();
  assert.equal(values.of("1,1"), undefined);
  asked[0].answer(new Map([[0, 2.5]]));
  await settled();
  assert.deepEqual(told, ["1,1"]);
  assert.equal(values.of("1,1").get(0), 2.5);
  assert.equal(asked.length, 1);
});

test("one request is under way at a time, and of those that waited only the last is made", async () => {
  const { values, asked, told } = served();
  for (const cell of ["1,1", "1,2", "1,3", "1,4"]) values.of(cell);
  assert.deepEqual(asked.map(({ cell }) => cell), ["1,1"]);
  asked[0].answer(new Map());
  await settled();
  assert.deepEqual(asked.map(({ cell }) => cell), ["1,1", "1,4"]);
  asked[1].answer(new Map());
  await settled();
  assert.deepEqual(told, ["1,1", "1,4"]);
  assert.equal(asked.length, 2);
});

test("a cell that is known is told at once while another is under way", async () => {
  const { values, asked } = served();
  values.of("1,1");
  asked[0].answer(new Map([[7, 1]]));
  await settled();
  values.of("2,2");
  assert.equal(values.of("1,1").get(7), 1);
});

test("a refusal is not asked for over and over, but again when it is wanted again", async () => {
  const { values, asked, told } = served();
  values.of("1,1");
  asked[0].refuse(new Error("503"));
  await settled();
  assert.equal(asked.length, 1);
  assert.deepEqual(told, []);
  values.of("1,1");
  assert.equal(asked.length, 2);
});
