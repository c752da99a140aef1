// What does not depend on the machine's speed, against what was recorded: instructions (callgrind) and
// allocations of operations of the core, bytes of what a visitor downloads. Over a recorded number by more
// than 3 % fails; under it by as much asks for a new record.
//
//   node tests/costs/run.mjs             compares; exit 1 where something costs more
//   node tests/costs/run.mjs --record    writes tests/costs/recorded.json
//
// Instructions and wasm are the compiler's as much as ours: they are compared with a record of the same
// compiler only, and the line says so where it is another. Requests are counted by
// tests/browser/requests.spec.ts.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, Failure, isMain, probe, ROOT, step } from "../../js/tools/common.mjs";
import { debian, install } from "../../js/tools/debian.mjs";
import { weights } from "../../js/tools/size.mjs";

const RECORD = join(import.meta.dirname, "recorded.json");
const FOLDER = join(ROOT, "target", "costs");
const OPERATIONS = ["validate", "compose", "measure", "look-up"];
/** By which a number may rise; a small file by so many bytes. */
const TOLERANCE = 0.03;
const FEW_BYTES = 64;
/** What the difference of two runs is divided by. */
const TIMES = [20, 220];

const compiler = () => probe("rustc", ["--version"]);

/** What `program` prints, which must succeed. */
function printed(program, ...args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Failure(`${program} ${args.join(" ")}\n${error ?? stderr}`);
  return stdout;
}

/** What one more call of the operation adds to what `count` counts. */
const each = (count) => (count(TIMES[1]) - count(TIMES[0])) / (TIMES[1] - TIMES[0]);

async function core(found) {
  await step("cargo build, the core's operations", "cargo", [
    ...["build", "--release", "--locked", "--target-dir", FOLDER],
    ...["--manifest-path", join(import.meta.dirname, "Cargo.toml")],
  ]);
  const directory = join(ROOT, "demo", "directory");
  const shard = join(
    directory,
    readdirSync(directory).find((name) => /^75\..*\.bin$/.test(name)),
  );
  const program = join(FOLDER, "release", "wesign-costs");
  const out = join(FOLDER, "callgrind.out");
  for (const operation of OPERATIONS) {
    found[`${operation}, allocations a call`] = each((times) =>
      Number(printed(program, operation, times, shard)),
    );
    if (!probe("valgrind", ["--version"])) continue;
    found[`${operation}, instructions a call`] = each((times) => {
      printed(
        "valgrind",
        ...["--tool=callgrind", "--quiet", `--callgrind-out-file=${out}`],
        ...[program, operation, times, shard],
      );
      return Number(/^(?:summary|totals): (\d+)/m.exec(readFileSync(out, "utf8"))[1]);
    });
  }
}

/** What is counted now, by name. */
async function counted() {
  if (!probe("valgrind", ["--version"]) && debian()) await install("valgrind");
  const found = {};
  await core(found);
  for (const [name, bytes] of Object.entries(weights())) found[`${name}, bytes`] = bytes;
  return found;
}

function compare(found, { numbers, compiler: with_ }) {
  const same = with_ === compiler();
  if (!same) console.log(`recorded with ${with_}, this is ${compiler()}: allocations alone count`);
  if (!probe("valgrind", ["--version"])) console.log("no valgrind: no instructions counted");
  const worse = [];
  const better = [];
  for (const [name, now] of Object.entries(found)) {
    const before = numbers[name];
    const comparable = same || name.endsWith("allocations a call");
    const change = before === undefined ? undefined : now / before - 1;
    const shown = change === undefined ? "not recorded" : `${(change * 100).toFixed(1)} %`;
    console.log(`${name.padEnd(40)}${String(Math.round(now)).padStart(10)}  ${shown}`);
    if (!comparable) continue;
    const few = name.endsWith(", bytes") && now - before <= FEW_BYTES;
    if (!(change <= TOLERANCE || few)) worse.push(`${name}: ${before} → ${now}`);
    else if (change < -TOLERANCE) better.push(name);
  }
  if (better.length > 0) {
    console.log(`less than recorded, keep it: node tests/costs/run.mjs --record (${better})`);
  }
  if (worse.length > 0) throw new Failure(`costs more than recorded:\n${worse.join("\n")}`);
}

async function main() {
  const found = await counted();
  if (process.argv.includes("--record")) {
    const record = { compiler: compiler(), numbers: found };
    writeFileSync(RECORD, `${JSON.stringify(record, undefined, 2)}\n`);
    console.log(`recorded: ${RECORD}`);
    return;
  }
  if (!existsSync(RECORD)) throw new Failure("nothing recorded: node tests/costs/run.mjs --record");
  compare(found, JSON.parse(readFileSync(RECORD, "utf8")));
}

if (isMain(import.meta)) cli(main);
