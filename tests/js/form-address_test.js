import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, behind, isSaid, wholeNetwork, without } from "../../static/form-address.js";

const entry = (name, value, shown = value, kept = false) => ({ name, value, shown, kept });

test("what the page's address does not say and nobody changed is not said", () => {
  assert.equal(isSaid(entry("widths", "64,128,256")), false);
  assert.equal(isSaid(entry("widths", "64,128,300", "64,128,256")), true);
  assert.equal(isSaid(entry("depths", "2,2,2", "2,2,2", true)), true);
});

test("a field put back to what the preset has is said: another may make it follow", () => {
  assert.equal(isSaid(entry("depths", "3,4,6,3", "2,2,2", true)), true);
});

test("an address has the changed fields and then the look, with readable commas", () => {
  const entries = [entry("depths", "2,2,2", "3,4,6,3"), entry("seed", "0"), entry("shortcut", "A", "A", true)];
  assert.equal(addressOf("/net/resnet34", entries, [["scale", "sqrt"]]), "/net/resnet34?depths=2,2,2&shortcut=A&scale=sqrt");
  assert.equal(addressOf("/net/resnet34/layer2.0", [entry("seed", "0")], []), "/net/resnet34/layer2.0");
});

test("what no address may hold is escaped", () => {
  assert.equal(addressOf("/net/x", [entry("seed", "1&a=2 #", "0")], []), "/net/x?seed=1%26a%3D2%20%23");
});

test("a view's network is its address without the path", () => {
  assert.equal(wholeNetwork("/net/resnet34/layer4.2?depths=2,2,2"), "/net/resnet34?depths=2,2,2");
  assert.equal(wholeNetwork("/net/resnet34?depths=2,2,2"), "/net/resnet34?depths=2,2,2");
});

test("one key leaves an address and the others stay", () => {
  assert.equal(without("/net/resnet34?depths=2,2&expand=layer2", "expand"), "/net/resnet34?depths=2,2");
  assert.equal(without("/net/resnet34?expand=layer2", "expand"), "/net/resnet34");
  assert.equal(without("/net/resnet34", "expand"), "/net/resnet34");
});

test("what is said of a field is said without its name, in either language", () => {
  assert.equal(behind("se: “128” is not allowed", "se"), "“128” is not allowed");
  assert.equal(behind("se：不允许“128”", "se"), "不允许“128”");
  assert.equal(behind("There is no answer", ""), "There is no answer");
});
