// The crate as a Rust developer gets it: packed, unpacked, its own tests run on what was packed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { ROOT } from "../../js/tools/common.mjs";

const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
const PACKED = join(TARGET, "package");
let unpacked;

function cargo(args, cwd, env = {}) {
  const options = { cwd, encoding: "utf8", maxBuffer: 1 << 26, env: { ...process.env, ...env } };
  const { status, stdout, stderr } = spawnSync("cargo", args, options);
  const printed = `${stdout}${stderr}`;
  assert.equal(status, 0, `cargo ${args.join(" ")}\n${printed.slice(-8000)}`);
  return printed;
}

before(() => {
  // Not verified: that only builds, and the tests below do so too.
  cargo(["package", "-p", "wesign-core", "--locked", "--allow-dirty", "--no-verify"], ROOT);
  const [, version] = /^version = "(.+)"/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"));
  const name = `wesign-core-${version}`;
  // Always the same folder (with dates of now, `-m`: Cargo packs all files with one date, and would
  // take changed ones for built), so that Cargo's own files do not pile up.
  rmSync(join(PACKED, name), { recursive: true, force: true });
  const { status } = spawnSync("tar", ["-xmzf", `${name}.crate`], { cwd: PACKED });
  assert.equal(status, 0);
  unpacked = join(PACKED, name);
});

test("holds its licences, its words and the table of codes", () => {
  for (const path of [
    ...["README.md", "DESIGN.md", "LICENSE-MIT", "LICENSE-APACHE"],
    ...["src/problem-codes.md", "examples/validate.rs", "tests/properties.rs"],
  ]) {
    assert.ok(existsSync(join(unpacked, path)), path);
  }
});

test("its tests pass without the repository", () => {
  const printed = cargo(["test", "--offline", "--locked"], unpacked, {
    CARGO_TARGET_DIR: TARGET,
    // The suite of Rust tests draws as many as they should be; here it is about what is missing.
    PROPTEST_CASES: "16",
  });
  const passed = [...printed.matchAll(/^test result: ok\. (\d+) passed/gm)];
  const sum = passed.reduce((all, [, count]) => all + Number(count), 0);
  assert.ok(sum > 300, `only ${sum} tests`);
});
