// The packed directory against the obvious alternative, JSON in a map, natively and in wasm behind its
// boundary, on the largest shard: node tests/bench/directory/run.mjs [shard, default 62]
//
// Ratios are of one run on one machine; above 1 the shard is better. Needs what `npm run build` installs.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ROOT, tool } from "../../../js/tools/common.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const TARGET = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "bench-directory");
const DIRECTORY = join(ROOT, "demo", "directory");
const name = process.argv[2] ?? "62";
const { shards } = JSON.parse(readFileSync(join(DIRECTORY, "manifest.json"), "utf8"));
if (!shards[name]) throw new Error(`no shard is called ${name}`);
const file = join(DIRECTORY, shards[name]);
const jsonFile = join(TARGET, `${name}.json`);
mkdirSync(TARGET, { recursive: true });

const show = { cwd: HERE, stdio: "inherit", env: { ...process.env, CARGO_TARGET_DIR: TARGET } };
console.log(`shard ${name}: shard, JSON, how many times better`);
execFileSync("cargo", ["run", "-q", "--release", "--", file, jsonFile], show);
const wasm = ["--lib", "--profile", "wasm", "--target", "wasm32-unknown-unknown"];
execFileSync("cargo", ["build", "-q", ...wasm], show);
const built = join(TARGET, "wasm32-unknown-unknown", "wasm", "wesign_bench_directory.wasm");
execFileSync(tool("wasm-bindgen"), [built, "--target", "nodejs", "--out-dir", TARGET], show);
// What wasm-bindgen writes for Node is no ES module, which all of the repository's scripts are.
writeFileSync(join(TARGET, "package.json"), '{ "type": "commonjs" }');
/** The module's memory, which its glue keeps to itself. */
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    memory = this.exports.memory;
  }
};
const { Directory } = createRequire(import.meta.url)(join(TARGET, "wesign_bench_directory.js"));

const bytes = new Uint8Array(readFileSync(file));
const text = readFileSync(jsonFile, "utf8");

/** What one would write in JavaScript. */
class JsonDirectory {
  constructor(json) {
    const { postcodes, seats } = JSON.parse(json);
    this.postcodes = new Map(Object.entries(postcodes));
    this.seats = new Map(Object.entries(seats));
  }
  names(postcode) {
    const places = this.postcodes.get(postcode) ?? [];
    const seats = [...new Set(places.flatMap((place) => place.seats))].sort();
    const people = seats.map((seat) => this.seats.get(seat)).filter(Boolean);
    return people.map((p) => `${p.given_name} ${p.family_name}`).join(",");
  }
}

/** Median microseconds of a run, over 101 rounds of `each` runs. */
function time(each, run) {
  const rounds = [];
  for (let round = 0; round < 101; round += 1) {
    const start = performance.now();
    for (let at = 0; at < each; at += 1) run(at);
    rounds.push(((performance.now() - start) * 1000) / each);
  }
  return rounds.sort((a, b) => a - b)[50];
}

const packed = Directory.open(bytes);
const json = new JsonDirectory(text);
const postcodes = [...json.postcodes.keys()];
for (const postcode of postcodes) {
  if (packed.names(postcode) !== json.names(postcode)) throw new Error(`${postcode} differs`);
}
const middle = postcodes[postcodes.length >> 1];
const line = (what, a, b, unit = "µs") =>
  console.log(
    `wasm    ${what.padEnd(28)}${a.toFixed(1).padStart(12)}${b.toFixed(1).padStart(12)} ${unit.padEnd(6)} × ${(b / a).toFixed(2)}`,
  );

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
/** Kilobytes that each of `many` takes, as `used` tells what is used now. */
function held(many, used, make) {
  collect();
  const before = used();
  const kept = Array.from({ length: many }, make);
  collect();
  return (used() - before) / kept.length / 1e3;
}
line(
  "memory",
  // The module's memory never shrinks: what it grew by.
  held(
    400,
    () => memory.buffer.byteLength,
    () => Directory.open(bytes),
  ),
  held(
    40,
    () => process.memoryUsage().heapUsed,
    () => new JsonDirectory(text),
  ),
  "kB",
);
line(
  "first look-up with decode",
  time(5, () => Directory.open(bytes).names(middle)),
  time(5, () => new JsonDirectory(text).names(middle)),
);
line(
  "each look-up after",
  time(500, (at) => packed.names(postcodes[(at * 37) % postcodes.length])),
  time(500, (at) => json.names(postcodes[(at * 37) % postcodes.length])),
);
