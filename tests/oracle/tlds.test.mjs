// The list of top-level domains is the reference's: a stale one fails here.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { list } from "./tlds.mjs";

test("tlds.txt is what tlds.mjs makes of twitter-text", () => {
  const file = new URL("../../core/src/interpellation/tlds.txt", import.meta.url);
  assert.equal(readFileSync(file, "utf8"), list());
});
