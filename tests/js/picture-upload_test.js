import assert from "node:assert/strict";
import { test } from "node:test";
import { refusedBefore } from "../../static/picture-upload.js";

test("what is too large or no picture is refused before it is sent, in words", () => {
  assert.match(refusedBefore({ size: 12_345_678, type: "image/png" }, 10_000_000), /12\.3 MB; at most 10 MB/);
  assert.match(refusedBefore({ size: 5, type: "text/html" }, 10), /not a picture/);
});

test("what may be a picture is sent, and the server says what it is", () => {
  assert.equal(refusedBefore({ size: 10_000_000, type: "image/jpeg" }, 10_000_000), "");
  assert.equal(refusedBefore({ size: 5, type: "" }, 10), "");
});
