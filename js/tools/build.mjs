// Builds the npm package into `js/dist`:
//
//   wesign.js         js/define.ts and all it imports, wasm-bindgen's glue and the style sheets included
//   wesign.wasm       the crate wesign-wasm, profile `wasm`, through wasm-opt
//   locales/*.json    the texts, one file a language
//   types/*.d.ts      declarations
//   integrity.json    version and SRI digest of each file
//   *.br, *.gz        the same, compressed as far as it goes, for servers that send them as they are
//
//   node js/tools/build.mjs [--force]
//
// What is up to date by content is left alone. WESIGN_DIGESTS in js/*.ts becomes the SRI digests of the
// files that the script fetches: the module and the texts of this very build, and no others.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import {
  cli,
  DIST,
  digest,
  Failure,
  filesOf,
  isMain,
  probe,
  ROOT,
  seconds,
  step,
  unlessFresh,
} from "./common.mjs";
import { bindgenVersion, setup } from "./setup.mjs";

/** wasm-bindgen's output, generated: imported by js/engine.ts, ignored by git. */
const PKG = join(ROOT, "js", "engine");
const RAW = join(PKG, "wesign_wasm_bg.wasm");
const OPTIMISED = join(PKG, "wesign.wasm");

/**
 * Only what Rust emits for wasm32-unknown-unknown by default, and so what the supported browsers run;
 * `--all-features` would let wasm-opt use proposals that they do not have.
 */
const FEATURES = [
  "bulk-memory",
  "bulk-memory-opt",
  "call-indirect-overlong",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "reference-types",
  "sign-ext",
];
const WASM_OPT = [
  ...["-Oz", "--converge", "--strip-producers", "--strip-target-features"],
  ...FEATURES.map((name) => `--enable-${name}`),
];

const sri = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The wasm module and its glue, into js/engine. */
async function buildWasm(env) {
  rmSync(PKG, { recursive: true, force: true });
  await step(
    "wasm-pack: the core and its bindings",
    "wasm-pack",
    [
      ...["build", "wasm", "--target", "web", "--profile", "wasm", "--mode", "no-install"],
      ...["--no-pack", "--no-opt", "--out-dir", "../js/engine", "--", "--locked"],
    ],
    { env },
  );
  // wasm-pack skips wasm-opt in silence when there is none. So it is run here, from the npm package,
  // and its result is compared: an unoptimised module must never pass for an optimised one.
  const wasmOpt = join(ROOT, "node_modules", "binaryen", "bin", "wasm-opt");
  if (!existsSync(wasmOpt)) throw new Failure(`wasm-opt is missing: ${wasmOpt}\n  npm ci`);
  await step("wasm-opt -Oz", process.execPath, [wasmOpt, RAW, "-o", OPTIMISED, ...WASM_OPT]);
  const [before, after] = [readFileSync(RAW), readFileSync(OPTIMISED)];
  if (after.length >= before.length) {
    throw new Failure(
      `wasm-opt gained nothing (${before.length} -> ${after.length} bytes): did it run?`,
    );
  }
  await WebAssembly.compile(after);
  console.log(`  wesign.wasm ${kilobytes(before.length)} -> ${kilobytes(after.length)}`);
}

/** Style sheets are imported as text for a constructable style sheet: minify them on the way. */
const styles = (esbuild) => ({
  name: "css-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const { code } = await esbuild.transform(source, {
        loader: "css",
        minify: true,
        target: "es2022",
      });
      return { contents: code.trim(), loader: "text" };
    });
  },
});

/** The glue looks for its module under the name that wasm-bindgen gave it; ours is shorter. */
const glue = {
  name: "glue",
  setup(build) {
    build.onLoad({ filter: /wesign_wasm\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll("wesign_wasm_bg.wasm", "wesign.wasm"),
      loader: "js",
    }));
  },
};

/** The JavaScript around it, into js/dist. */
async function buildJs() {
  const start = performance.now();
  const esbuild = await import("esbuild");
  const wasm = readFileSync(OPTIMISED);
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  writeFileSync(join(DIST, "wesign.wasm"), wasm);

  const shared = {
    absWorkingDir: ROOT,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: ["chrome111", "firefox113", "safari16.4"],
    charset: "utf8",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  };
  // White space is for those who write the texts, not for those who download them.
  const digests = { "wesign.wasm": sri(wasm) };
  const locales = filesOf(["js/locales"], (path) => path.endsWith(".json"));
  mkdirSync(join(DIST, "locales"), { recursive: true });
  for (const path of locales) {
    const bytes = JSON.stringify(JSON.parse(readFileSync(join(ROOT, path), "utf8")));
    const name = path.slice("js/".length);
    writeFileSync(join(DIST, name), bytes);
    digests[name] = sri(bytes);
  }
  try {
    const { metafile } = await esbuild.build({
      ...shared,
      entryPoints: ["js/define.ts"],
      outfile: join(DIST, "wesign.js"),
      metafile: true,
      plugins: [styles(esbuild), glue],
      define: { WESIGN_DIGESTS: JSON.stringify(digests) },
    });
    // `size` names what weighs from this.
    writeFileSync(join(ROOT, "target", "fresh", "wesign.js.meta.json"), JSON.stringify(metafile));
  } catch (error) {
    throw error.errors ? new Failure("✗ esbuild: see above") : error;
  }
  console.log(`✓ esbuild: wesign.js and ${locales.length} locales (${seconds(start)})`);

  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const types = join(DIST, "types");
  await step("tsc: declarations", process.execPath, [
    ...[
      tsc,
      "-p",
      "js/tsconfig.json",
      "--noEmit",
      "false",
      "--declaration",
      "--emitDeclarationOnly",
    ],
    ...["--outDir", types],
  ]);

  const assets = filesOf(["js/dist"], (path) => /(\.js|\.wasm|locales\/.*\.json)$/.test(path));
  const integrity = { version };
  await Promise.all(assets.map((path) => compress(join(ROOT, path))));
  for (const path of assets) {
    integrity[path.slice("js/dist/".length)] = sri(readFileSync(join(ROOT, path)));
  }
  writeFileSync(join(DIST, "integrity.json"), `${JSON.stringify(integrity, null, 2)}\n`);
}

/** Compressed once and as far as it goes: a server only has to send it. */
async function compress(path) {
  const bytes = await readFile(path);
  const br = await promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  writeFileSync(`${path}.br`, br);
  writeFileSync(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}

/** Builds what is not up to date; true if anything had to be done. */
export async function build({ force = false } = {}) {
  const env = await setup();
  mkdirSync(join(ROOT, "target", "fresh"), { recursive: true });
  if (force) rmSync(join(ROOT, "target", "fresh"), { recursive: true, force: true });

  const crates = filesOf(["Cargo.toml", "Cargo.lock", "core/Cargo.toml", "core/src", "wasm"]);
  const self = ["js/tools/build.mjs", "js/tools/setup.mjs", "package-lock.json"];
  const rust = digest([...crates, ...self], probe("rustc", ["--version"]), bindgenVersion());
  const pkg = () => filesOf(["js/engine"]);
  const a = await unlessFresh("wasm", rust, pkg, () => buildWasm(env));

  const sources = filesOf(["js", "package.json"], (path) => !/^js\/(dist|tools)\//.test(path));
  const b = await unlessFresh(
    "js",
    digest([...sources, ...self]),
    () => filesOf(["js/dist"]),
    buildJs,
  );
  if (!a && !b) console.log(`✓ ${basename(DIST)} is up to date`);
  return a || b;
}

if (isMain(import.meta)) cli(() => build({ force: process.argv.includes("--force") }));
