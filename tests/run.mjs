// `npm test`: every check of the repository, in order, on a fresh clone as on a warm one.
//
//   npm test                      everything
//   npm test -- rust browser      only these suites
//
// A failing suite does not stop the others; its output is shown. The last line counts over all suites:
// `N passed, N failed` and, if any, `, N skipped`. Lints and builds count as one each.
// Node built-ins only up to the set-up, which may have to install everything else.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSdk } from "../js/tools/build.mjs";
import { chromium } from "../js/tools/chromium.mjs";
import { Failure, filesOf, probe, ROOT, run, toolEnv } from "../js/tools/common.mjs";
import { debian, install } from "../js/tools/debian.mjs";
import { missingData, PACKER, sourceFolders } from "../js/tools/directory.mjs";
import { engines } from "../js/tools/engines.mjs";
import { modules, prerequisites, setup } from "../js/tools/setup.mjs";
import { examine, schemathesis } from "./contract/schemathesis.mjs";

const env = { ...toolEnv(), CARGO_TERM_COLOR: "never", NO_COLOR: "1", FORCE_COLOR: undefined };
const counts = (passed, failed, skipped = 0) => ({ passed, failed, skipped });
const total = (text, pattern) =>
  [...text.matchAll(pattern)].reduce((sum, [, number]) => sum + Number(number), 0);

/** A command that passes or fails as a whole. */
async function one(label, command, args, extra = {}) {
  const { code, printed } = await run(label, command, args, { env: { ...env, ...extra } });
  return { ...counts(code === 0 ? 1 : 0, code === 0 ? 0 : 1), printed };
}

/** Several such commands, one after the other. */
async function each(...commands) {
  const results = [];
  for (const [label, command, args, extra] of commands) {
    results.push(await one(label, command, args, extra));
  }
  const failed = results.filter((result) => result.failed > 0);
  return {
    ...counts(results.length - failed.length, failed.length),
    printed: failed.map(({ printed }) => printed).join("\n"),
  };
}

/** Counts that a runner reported, made to agree with its exit code: silence is not success. */
function reported(code, printed, passed, failed, skipped) {
  if (code !== 0 && failed === 0) return { ...counts(passed, 1, skipped), printed };
  if (passed + failed + skipped === 0)
    return { ...counts(0, 1), printed: `${printed}\nran nothing` };
  return { ...counts(passed, failed, skipped), printed };
}

const node = (...args) => [process.execPath, args];
const bin = (name, path) => join(ROOT, "node_modules", name, ...path.split("/"));
const WASM = ["--target", "wasm32-unknown-unknown"];
/** Of each target; more by hand: `WESIGN_FUZZ_SECONDS=600 npm test -- fuzz`. */
const FUZZ_SECONDS = Number(process.env.WESIGN_FUZZ_SECONDS ?? 5);
const DENY = ["--", "-D", "warnings"];

async function cargoTest(label, ...args) {
  const { code, printed } = await run(
    label,
    "cargo",
    ["test", "--locked", "--no-fail-fast", ...args],
    { env },
  );
  const counted = (what) => total(printed, new RegExp(`^test result:.*?(\\d+) ${what}`, "gm"));
  return reported(code, printed, counted("passed"), counted("failed"), counted("ignored"));
}

const rust = () => cargoTest("cargo test", "--workspace");

/** What touches the database, over a real PostgreSQL: the server's own tests once more. */
async function postgres() {
  const found = () =>
    probe("/bin/sh", ["-c", "ls /usr/lib/postgresql/*/bin/initdb || command -v initdb"]);
  if (!found() && debian()) await install("postgresql");
  if (!found()) {
    return { ...counts(0, 0, 1), printed: "no PostgreSQL: apt-get install -y postgresql" };
  }
  return cargoTest("cargo test, PostgreSQL", "-p", "wesign-server", "--test", "postgres");
}

/** The server against its contract, by requests that nobody thought of. */
async function contract() {
  const built = await one("server for schemathesis", "cargo", [
    ...["build", "--locked", "-p", "wesign-server"],
  ]);
  if (built.failed > 0) return built;
  if (!(await schemathesis())) {
    return { ...counts(0, 0, 1), printed: "no Python with venv: apt-get install -y python3-venv" };
  }
  const { code, printed } = await examine();
  const [, made] = /(\d+) generated/.exec(printed) ?? [];
  console.log(`    ${made ?? "no"} requests of schemathesis`);
  return { ...counts(code === 0 ? 1 : 0, code === 0 ? 0 : 1), printed };
}

/** The example of a reverse proxy, in the real nginx. */
async function nginx() {
  const found = () => probe("/bin/sh", ["-c", "command -v nginx || ls /usr/sbin/nginx"]);
  if (!found() && debian()) await install("nginx");
  if (!found()) return { ...counts(0, 0, 1), printed: "no nginx: apt-get install -y nginx" };
  return cargoTest("cargo test, nginx", "-p", "wesign-server", "--test", "nginx");
}

/** Scripts on Node's own test runner: oracles, package checks. */
async function scripts() {
  const files = filesOf(["tests"], (path) => path.endsWith(".test.mjs"));
  if (files.length === 0) return { ...counts(0, 0, 1), printed: "no tests/**/*.test.mjs" };
  const { code, printed } = await run(
    "node --test",
    ...node("--test", "--test-reporter=tap", ...files),
    { env },
  );
  const counted = (what) => total(printed, new RegExp(`^# ${what} (\\d+)`, "gm"));
  const failed = counted("fail") + counted("cancelled");
  return reported(code, printed, counted("pass"), failed, counted("skipped") + counted("todo"));
}

async function browser() {
  const path = await chromium();
  return playwright("browser", { CHROMIUM_PATH: path });
}

/** What users of the packed package build. */
async function consumers() {
  const path = await chromium();
  return playwright("package/consumers", { CHROMIUM_PATH: path });
}

/** The main journey in Firefox and WebKit. */
async function otherEngines() {
  return playwright("engines", await engines());
}

/** The tests of a folder by Playwright's runner, against the real server. */
async function playwright(name, extra) {
  const config = `tests/${name}/playwright.config.ts`;
  const report = join(ROOT, "target", name, "report.json");
  rmSync(report, { force: true });
  mkdirSync(join(ROOT, "target", name), { recursive: true });
  const built = await one("server for the browser tests", "cargo", [
    ...["build", "--locked", "-p", "wesign-server"],
  ]);
  if (built.failed > 0) return built;
  await buildSdk();
  const { code, printed } = await run(
    `playwright, ${name}`,
    ...node(bin("@playwright/test", "cli.js"), "test", "-c", config, "--reporter=list,json"),
    { env: { ...env, ...extra, PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
  );
  if (!existsSync(report)) return { ...counts(0, 1), printed };
  const { stats } = JSON.parse(readFileSync(report, "utf8"));
  // A flaky test is a failing test that was lucky.
  return reported(code, printed, stats.expected, stats.unexpected + stats.flaky, stats.skipped);
}

/** The committed directory against every source, row by row. */
async function directory() {
  const missing = missingData();
  if (missing) return { ...counts(0, 0, 1), printed: `no audit: ${missing}` };
  return one("audit of the directory", "cargo", [...PACKER, "audit", ...(await sourceFolders())]);
}

/**
 * A few seconds of each fuzz target, from its seeds: finds what is broken at once, not what hides.
 * libFuzzer by plain cargo, with the flags of cargo-fuzz, so that nothing has to be installed.
 */
async function fuzz() {
  if (!existsSync(join(ROOT, "tests", "fuzz", "Cargo.toml"))) {
    return { ...counts(0, 0, 1), printed: "no tests/fuzz" };
  }
  const host = /host: (.+)/.exec(probe("rustup", ["run", "nightly", "rustc", "-vV"]) ?? "")?.[1];
  if (!host) {
    return { ...counts(0, 0, 1), printed: "no nightly Rust: rustup toolchain install nightly" };
  }
  const coverage = ["level=4", "inline-8bit-counters", "pc-table", "trace-compares"];
  // No address sanitizer: the core forbids `unsafe`, and it doubles the time to build.
  const flags = ["-Cpasses=sancov-module", "--cfg=fuzzing", "-Cdebug-assertions"].concat(
    coverage.map((name) => `-Cllvm-args=-sanitizer-coverage-${name}`),
  );
  const folder = join(ROOT, "target", "fuzz");
  const built = await one(
    "fuzz targets",
    "rustup",
    [
      ...["run", "nightly", "cargo", "build", "--release", "--locked", "--target", host],
      ...["--manifest-path", "tests/fuzz/Cargo.toml", "--target-dir", folder],
    ],
    { RUSTFLAGS: flags.join(" ") },
  );
  if (built.failed > 0) return built;
  const targets = filesOf(["tests/fuzz/fuzz_targets"]).map((path) => basename(path, ".rs"));
  return each(
    ...targets.map((target) => {
      const corpus = join(folder, "corpus", target);
      const artifacts = join(folder, "artifacts", target);
      mkdirSync(corpus, { recursive: true });
      mkdirSync(artifacts, { recursive: true });
      const seeds = join(ROOT, "tests", "fuzz", "seeds", target);
      return [
        `fuzz ${target}`,
        join(folder, host, "release", target),
        [
          ...[`-max_total_time=${FUZZ_SECONDS}`, "-timeout=10", "-print_final_stats=1"],
          ...[`-artifact_prefix=${artifacts}/`, corpus, ...(existsSync(seeds) ? [seeds] : [])],
        ],
      ];
    }),
  );
}

/** One whose figures are worth reading when it passes, too. */
async function told(...command) {
  const result = await one(...command);
  console.log(result.printed.replace(/^/gm, "    ").trimEnd());
  return result;
}

const SUITES = {
  fmt: () => one("cargo fmt", "cargo", ["fmt", "--all", "--check"]),
  clippy: () =>
    each(
      ["clippy", "cargo", ["clippy", "--workspace", "--all-targets", "--locked", ...DENY]],
      [
        "clippy, PostgreSQL's tests",
        "cargo",
        ["clippy", "-p", "wesign-server", "--test", "postgres", "--locked", ...DENY],
      ],
      ["clippy, wasm", "cargo", ["clippy", "-p", "wesign-wasm", "--locked", ...WASM, ...DENY]],
      [
        "clippy, core without std",
        "cargo",
        ["clippy", "-p", "wesign-core", "--no-default-features", "--locked", ...WASM, ...DENY],
      ],
    ),
  doc: () =>
    one("cargo doc", "cargo", ["doc", "--workspace", "--no-deps", "--locked"], {
      RUSTDOCFLAGS: "-D warnings",
    }),
  biome: () =>
    one(
      "biome",
      ...node(
        ...[bin("@biomejs/biome", "bin/biome"), "check", "--config-path=js", "--colors=off"],
        ...["--error-on-warnings", "js", "tests", "demo"],
      ),
    ),
  build: () => one("npm run build", ...node("js/tools/build.mjs")),
  tsc: async () => {
    await buildSdk(); // the tests import its types
    return each(
      ["tsc js", ...node(bin("typescript", "bin/tsc"), "-p", "js/tsconfig.json")],
      ["tsc tests", ...node(bin("typescript", "bin/tsc"), "-p", "tests/tsconfig.json")],
    );
  },
  size: () => told("npm run size", ...node("js/tools/size.mjs")),
  costs: () => told("costs", ...node("tests/costs/run.mjs")),
  rust,
  postgres,
  nginx,
  contract,
  scripts,
  browser,
  engines: otherEngines,
  consumers,
  directory,
  fuzz,
};

function chosen() {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in SUITES));
  if (unknown.length > 0) {
    throw new Failure(`${unknown.join(", ")}? Suites: ${Object.keys(SUITES).join(" ")}`);
  }
  return Object.keys(SUITES).filter((name) => names.length === 0 || names.includes(name));
}

/** Runs one suite; whatever happens becomes counts. */
async function suite(name, work) {
  const start = performance.now();
  let result;
  try {
    result = await work();
  } catch (error) {
    const printed = error instanceof Failure ? error.message : error.stack;
    result = { ...counts(0, 1), printed };
  }
  const { passed, failed, skipped, printed } = result;
  if (failed === 0 && passed === 0 && printed) console.log(`  skipped: ${printed}`);
  if (failed > 0) console.log(`\n${printed?.trim()}\n`);
  const mark = failed > 0 ? "✗" : "✓";
  const time = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  console.log(`${mark} ${name.padEnd(10)} ${line(passed, failed, skipped)} (${time})`);
  return result;
}

const line = (passed, failed, skipped) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

async function main() {
  const names = chosen();
  const sum = counts(0, 0);
  const add = ({ passed, failed, skipped }) => {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  };
  try {
    prerequisites();
    // The rest of the set-up only for those who need it.
    if (names.some((name) => !["fmt", "rust", "postgres", "nginx", "contract"].includes(name)))
      await modules();
    if (
      names.some((name) =>
        ["clippy", "build", "size", "costs", "tsc", "browser", "engines", "consumers"].includes(
          name,
        ),
      )
    )
      await setup();
  } catch (error) {
    // Named, counted; the suites that can do without go on.
    console.log(`✗ setup\n${error instanceof Failure ? error.message : error.stack}`);
    sum.failed += 1;
  }
  const failing = [];
  for (const name of names) {
    const result = await suite(name, SUITES[name]);
    add(result);
    if (result.failed > 0) failing.push(name);
  }
  if (failing.length > 0)
    console.log(`\nAgain, only what failed: npm test -- ${failing.join(" ")}`);
  console.log(`\n${line(sum.passed, sum.failed, sum.skipped)}`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
}

main().catch((error) => {
  console.log(error instanceof Failure ? error.message : error.stack);
  console.log("\n0 passed, 1 failed");
  process.exitCode = 1;
});
