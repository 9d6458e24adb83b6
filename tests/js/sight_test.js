// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { withSight } from "../../static/sight.js";

test("a key that changes takes the place of what it was, and nothing else of the address does", () => {
  const href = "/net/resnet34/layer2.0?input=3,225,225&image=scene&sort=mean#conv1";
  assert.equal(withSight(href, { sort: "max" }), "/net/resnet34/layer2.0?input=3,225,225&image=scene&sort=max#conv1");
});

test("a key without a value leaves the address", () => {
  assert.equal(withSight("/net/resnet34?image=scene&cell=3,5", { cell: null }), "/net/resnet34?image=scene");
  assert.equal(withSight("/net/resnet34?cell=3,5", { cell: null }), "/net/resnet34");
});

test("commas stay readable and what could end a query does not get through", () => {
  assert.equal(withSight("/net/resnet34", { cell: "3,5" }), "/net/resnet34?cell=3,5");
  assert.equal(withSight("/net/resnet34", { off: "a&b#c" }), "/net/resnet34?off=a%26b%23c");
});
