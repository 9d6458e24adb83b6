import assert from "node:assert/strict";
import { test } from "node:test";
import { pathIn, sharedLink, withPath } from "../../static/links.js";

test("the selected part is the fragment", () => {
  assert.equal(pathIn("#layer2.0.conv1"), "layer2.0.conv1");
  assert.equal(pathIn(""), "");
  assert.equal(pathIn("#a%20b"), "a b");
});

test("a fragment that is no text selects nothing", () => {
  assert.equal(pathIn("#%E0%A4%A"), "");
});

test("selecting replaces the fragment and keeps the query", () => {
  assert.equal(withPath("/net/resnet34?scale=sqrt#layer1", "layer2.0"), "/net/resnet34?scale=sqrt#layer2.0");
  assert.equal(withPath("/net/resnet34#layer1", ""), "/net/resnet34");
});

test("a shared link is absolute, canonical and keeps the selection", () => {
  const location = { href: "http://here/net/resnet34?input=3,224,224#layer2", hash: "#layer2" };
  assert.equal(sharedLink("https://example.org/net/resnet34", location), "https://example.org/net/resnet34#layer2");
  assert.equal(sharedLink("/net/resnet34", location), "http://here/net/resnet34#layer2");
  assert.equal(sharedLink("", location), location.href);
});
