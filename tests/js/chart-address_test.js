import assert from "node:assert/strict";
import { test } from "node:test";
import { withChart } from "../../static/chart-address.js";

test("the chart is the last key and leaves the others as they are", () => {
  assert.equal(withChart("/net/resnet34", "channels"), "/net/resnet34?chart=channels");
  assert.equal(withChart("/net/resnet34?input=3,64,64#layer2.0", "channels"), "/net/resnet34?input=3,64,64&chart=channels#layer2.0");
});

test("another chart takes the place of the one before", () => {
  assert.equal(withChart("http://host/net/resnet34?scale=sqrt&chart=time#fc", "channels"), "http://host/net/resnet34?scale=sqrt&chart=channels#fc");
});

test("the usual chart is not said", () => {
  assert.equal(withChart("/net/resnet34?chart=time#fc", ""), "/net/resnet34#fc");
  assert.equal(withChart("/net/resnet34?chart=time&scale=sqrt", ""), "/net/resnet34?scale=sqrt");
});
