// Runs every fuzz target for a bounded time: `node tests/fuzz/run.mjs [seconds for each, default 10]`.
//
// Needs a nightly toolchain; where there is none it says so and ends well. cargo-fuzz is installed into
// target/tools once. New inputs go to tests/fuzz/corpus (not committed), seeds are in tests/fuzz/seeds.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? join(HERE, "..", "..", "target");
const TOOLS = join(TARGET, "tools");
const seconds = Number(process.argv[2] ?? 10);
if (!(seconds > 0)) {
  console.error("fuzz: the time for each target is a number of seconds");
  process.exit(2);
}

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: HERE, encoding: "utf8", ...options });

if (run("cargo", ["+nightly", "--version"]).status !== 0) {
  console.log("fuzz: skipped, no nightly toolchain (rustup toolchain install nightly)");
  process.exit(0);
}
const program = join(TOOLS, "bin", process.platform === "win32" ? "cargo-fuzz.exe" : "cargo-fuzz");
if (!existsSync(program)) {
  console.log("fuzz: installing cargo-fuzz into target/tools");
  const install = ["install", "cargo-fuzz", "--version", "0.13.2", "--locked", "--root", TOOLS];
  const env = { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: "0" };
  if (run("cargo", install, { stdio: "inherit", env }).status !== 0) process.exit(1);
}

// `cargo +nightly fuzz` finds its program on PATH.
const env = { ...process.env, PATH: `${join(TOOLS, "bin")}:${process.env.PATH}` };
const fuzz = (...args) => run("cargo", ["+nightly", "fuzz", ...args], { env, maxBuffer: 1 << 28 });
const folders = ["--fuzz-dir", ".", "--target-dir", join(TARGET, "fuzz")];
let failed = 0;
for (const seeds of readdirSync(join(HERE, "seeds")).sort()) {
  const corpus = join(HERE, "corpus", seeds);
  mkdirSync(corpus, { recursive: true });
  const limits = ["--", `-max_total_time=${seconds}`, "-max_len=512", "-print_final_stats=1"];
  const dirs = [corpus, join(HERE, "seeds", seeds)];
  const { status, stdout, stderr } = fuzz("run", ...folders, seeds, ...dirs, ...limits);
  const executions = /stat::number_of_executed_units:\s*(\d+)/.exec(stderr)?.[1] ?? "no";
  console.log(`fuzz: ${seeds}: ${executions} executions, ${status === 0 ? "no crash" : "FAILED"}`);
  if (status !== 0) {
    failed += 1;
    console.log(`${stdout}\n${stderr}`.split("\n").slice(-60).join("\n"));
  }
}
process.exit(failed === 0 ? 0 : 1);
