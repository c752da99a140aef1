// The comparison with twitter-text, as one test of the suite `scripts`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

test("X counts 8,000 generated texts as its reference twitter-text does", () => {
  const script = fileURLToPath(new URL("x-length.mjs", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "8000"], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout + stderr);
});
