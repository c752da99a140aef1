// Builds the npm package into `js/dist`:
//
//   wesign.js         js/define.ts and all it imports, wasm-bindgen's glue and the style sheets included
//   wesign.classic.js the same for pages without modules, with `window.wesign`
//   index.js, define.js, shared-*.js   the same for bundlers: without and with registering the elements
//   sdk.js, sdk.node.js, sdk.wasm      the core for programs of one's own
//   frame.html, .js, .css   the page of `isolation="frame"`, which loads wesign.js
//   copy-assets.js    puts what the script fetches where a bundled page can serve it
//   wesign.wasm       the crate wesign-wasm, step "sign", profile `wasm`, through wasm-opt
//   rules.wasm        the same for the rules of its form, fetched with the first focus
//   message.wasm      the same for the step "message", fetched while the person types
//   levers.wasm       the same for gatherings, donate, share, updates and the organisations' cards
//   around.wasm       the same for <wesign-mobilisations>
//   locales/*.json    the texts, three files a language: of the first view, of the later steps, of the
//                     list of mobilisations
//   steps.css         the style of the later steps
//   around.css        the style of the list of mobilisations
//   layouts.css       the style of the layouts other than the card
//   tlds.txt          top-level domains, fetched with the message step
//   types/*.d.ts      declarations
//   *.map             source maps
//   custom-elements.json, options.schema.json   the elements and their options, for editors
//   integrity.json    version and SRI digest of each file
//   *.br, *.gz        the same, compressed as far as it goes, for servers that send them as they are
//
//   node js/tools/build.mjs [--force]
//
// What is up to date by content is left alone. WESIGN_DIGESTS in js/*.ts becomes the SRI digests of the
// files that the script fetches: the module and the texts of this very build, and no others.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
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
import { joinGlue } from "./glue.mjs";
import { localeProblems, splitLocale } from "./locales.mjs";
import { manifest } from "./manifest.mjs";
import { bindgenVersion, setup } from "./setup.mjs";
import { snipPanics } from "./snip.mjs";

/** wasm-bindgen's output, generated: imported by js/engine.ts, ignored by git. */
const PKG = join(ROOT, "js", "engine");
/** The modules, one a step of the journey or an element: the crate's feature and the module's name in the package. */
const MODULES = [
  { step: "sign", name: "wesign.wasm" },
  { step: "rules", name: "rules.wasm" },
  { step: "message", name: "message.wasm" },
  { step: "levers", name: "levers.wasm" },
  { step: "around", name: "around.wasm" },
];
const optimised = ({ step, name }) => join(PKG, step, name);

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
const ENABLED = FEATURES.map((name) => `--enable-${name}`);
const WASM_OPT_JS = join(ROOT, "node_modules", "binaryen", "bin", "wasm-opt");
const WASM_OPT = [
  // The control flow built anew between two rounds: 0.2 kB of brotli.
  ...["-Oz", "--flatten", "--rereloop", "-Oz", "--converge"],
  // Below 1024 lies the far end of the stack: what reaches it has overflown.
  "--low-memory-unused",
  ...["--strip-producers", "--strip-target-features"],
  ...ENABLED,
];

const AGAIN = ["-Oz", "--low-memory-unused", ...ENABLED];

/** How esbuild accounts for the bytes of wesign.js. */
export const META = join(ROOT, "target", "fresh", "wesign.js.meta.json");

/** What is fetched, and so compressed, weighed and pinned by a digest; not what bundlers and Node read. */
export const PUBLISHED =
  /(\/wesign(\.classic)?\.js|(?<!\/sdk)\.wasm|\.txt|\.css|locales\/.*\.json)$/;

/** Texts that another file of texts pins. */
export const LATER_TEXTS = /\.(steps|around)\.json$/;

/** Of the tools, what only the scripts are made of. */
const BESIDE = ["copy-assets", "script"]
  .map((name) => `js/tools/${name}.js`)
  .concat("js/tools/manifest.mjs");

/** Files that a later step fetches, as they are in the sources: name in the package → source. */
const LATER = { "tlds.txt": "core/src/interpellation/tlds.txt" };

const sri = (bytes) => `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
/** Of what the script itself fetches: there are many, and no compressor makes a digest smaller. */
const shortSri = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The wasm modules into js/engine/<step>, their one glue into js/engine/glue.js. */
async function buildWasm(env) {
  rmSync(PKG, { recursive: true, force: true });
  const built = [];
  for (const module of MODULES) built.push(await buildModule(module, env));
  const joined = joinGlue(built);
  for (const [index, bytes] of joined.wasm.entries()) {
    const module = MODULES[index];
    await WebAssembly.compile(bytes);
    writeFileSync(optimised(module), bytes);
    console.log(`  ${module.name} ${kilobytes(built[index].before)} -> ${kilobytes(bytes.length)}`);
  }
  writeFileSync(join(PKG, "glue.js"), joined.glue);
  writeFileSync(join(PKG, "glue.d.ts"), glueTypes(joined.classes));
}

/** Declarations of the joined glue: each class as wasm-bindgen declares it beside its module. */
function glueTypes(classes) {
  const from = (name) => {
    const of = MODULES.find(({ step }) =>
      readFileSync(join(PKG, step, "wesign_wasm.d.ts"), "utf8").includes(`class ${name} `),
    );
    return `  ${name}: typeof import("./${of.step}/wesign_wasm.js").${name};`;
  };
  return `export interface Engine {
${classes.map(from).join("\n")}
}
export function engine(
  load: (imports: WebAssembly.Imports) => Promise<WebAssembly.WebAssemblyInstantiatedSource>,
): Promise<Engine>;
`;
}

/** The core's rules for JavaScript, for the tests that run `tests/cases` in a browser; into target/sdk. */
export async function buildSdk() {
  const env = await setup();
  const sources = filesOf(["Cargo.lock", "core/Cargo.toml", "core/src", "wasm"]);
  const folder = "target/sdk";
  await unlessFresh(
    "sdk",
    digest(sources, probe("rustc", ["--version"]), bindgenVersion()),
    () =>
      ["sdk_bg.wasm", "sdk.wasm", "sdk.js"].map((name) => `${folder}/${name}`).filter(existsSync),
    async () => {
      await step(
        "wasm-pack: the rules for JavaScript",
        "wasm-pack",
        [
          ...["build", "wasm", "--target", "web", "--profile", "sdk", "--mode", "no-install"],
          ...["--no-pack", "--no-opt", "--out-dir", `../${folder}`, "--out-name", "sdk"],
          ...["--", "--locked", "--no-default-features", "--features", "sdk"],
        ],
        { env: withoutPaths(env) },
      );
      const [raw, result] = ["sdk_bg.wasm", "sdk.wasm"].map((name) => join(ROOT, folder, name));
      const flags = ["-O3", "--strip-producers", "--strip-target-features", ...ENABLED];
      await step("wasm-opt -O3", process.execPath, [WASM_OPT_JS, raw, "-o", result, ...flags]);
    },
  );
}

/**
 * Panic messages name source files: without the folders of whoever builds, so that the same sources
 * give the same bytes, and digests, on every machine.
 */
function withoutPaths(env, ...more) {
  const cargo = env.CARGO_HOME ?? join(homedir(), ".cargo");
  const sources = join(cargo, "registry", "src");
  const folders = existsSync(sources) ? readdirSync(sources) : [];
  const flags = folders.map((name) => `--remap-path-prefix=${join(sources, name)}/=`);
  return { ...env, CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: [...flags, ...more].join(" ") };
}

/** What the linker left of the module that was built last. */
function linkedModule() {
  const metadata = probe("cargo", ["metadata", "--format-version", "1", "--no-deps"], {
    cwd: ROOT,
  });
  const { target_directory } = JSON.parse(metadata);
  return join(target_directory, "wasm32-unknown-unknown", "wasm", "wesign_wasm.wasm");
}

async function buildModule(module, env) {
  await step(
    `wasm-pack: the core and its bindings for the step "${module.step}"`,
    "wasm-pack",
    [
      ...["build", "wasm", "--target", "web", "--profile", "wasm", "--mode", "no-install"],
      ...["--no-pack", "--no-opt", "--out-dir", `../js/engine/${module.step}`],
      ...["--", "--locked", "--no-default-features", "--features", module.step],
    ],
    { env: withoutPaths(env, "-Clink-arg=--emit-relocs") },
  );
  // wasm-pack skips wasm-opt in silence when there is none. So it is run here, from the npm package,
  // and its result is compared: an unoptimised module must never pass for an optimised one.
  if (!existsSync(WASM_OPT_JS)) throw new Failure(`wasm-opt is missing: ${WASM_OPT_JS}\n  npm ci`);
  const raw = join(PKG, module.step, "wesign_wasm_bg.wasm");
  const result = optimised(module);
  const before = readFileSync(raw);
  const silent = snipPanics(before, readFileSync(linkedModule()));
  if (silent.functions === 0 || silent.data === 0) {
    throw new Failure("no panic to take out: has Rust renamed what they go through?");
  }
  const scratch = join(PKG, module.step, "silent.wasm");
  writeFileSync(scratch, silent.wasm);
  await step("wasm-opt -Oz", process.execPath, [WASM_OPT_JS, scratch, "-o", result, ...WASM_OPT]);
  // What that leaves reads differently to a second run: 0.1 kB.
  await step("wasm-opt -Oz, again", process.execPath, [
    WASM_OPT_JS,
    result,
    "-o",
    result,
    ...AGAIN,
  ]);
  rmSync(scratch);
  const after = readFileSync(result);
  if (after.length >= before.length) {
    throw new Failure(
      `wasm-opt gained nothing (${before.length} -> ${after.length} bytes): did it run?`,
    );
  }
  const glue = readFileSync(join(PKG, module.step, "wesign_wasm.js"), "utf8");
  return { name: module.name, before: before.length, wasm: after, glue };
}

/** A style sheet without its white space and comments. */
async function minified(esbuild, path) {
  const source = await readFile(path, "utf8");
  const { code } = await esbuild.transform(source, {
    loader: "css",
    minify: true,
    target: "es2022",
  });
  return code.trim();
}

/** Style sheets are imported as text for a constructable style sheet: minify them on the way. */
const styles = (esbuild) => ({
  name: "css-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({
      contents: await minified(esbuild, path),
      loader: "text",
    }));
  },
});

/** What is fetched after the texts of the steps, which pin it. */
const AFTER_TEXTS = ["message.wasm", "levers.wasm", "steps.css", ...Object.keys(LATER)];

/** What the script fetches, as it lies in the package; the digest of each, by name. */
async function writeAssets(esbuild) {
  const digests = {};
  const write = (name, bytes) => {
    writeFileSync(join(DIST, name), bytes);
    digests[name] = shortSri(bytes);
  };
  mkdirSync(join(DIST, "locales"), { recursive: true });
  for (const module of MODULES) write(module.name, readFileSync(optimised(module)));
  for (const name of ["steps.css", "around.css", "layouts.css"]) {
    write(name, await minified(esbuild, join(ROOT, "js", name)));
  }
  for (const [name, source] of Object.entries(LATER)) write(name, readFileSync(join(ROOT, source)));
  const files = Object.fromEntries(AFTER_TEXTS.map((name) => [name, digests[name]]));
  for (const path of filesOf(["js/locales"], (path) => path.endsWith(".json"))) {
    const name = path.slice("js/".length);
    const { first, later } = splitLocale(basename(path, ".json"), readFileSync(path, "utf8"));
    // The first file, which the script pins, pins the others: their digests cost the script nothing.
    for (const [part, texts] of Object.entries(later)) {
      const nameOfLater = name.replace(".json", `.${part}.json`);
      write(nameOfLater, JSON.stringify(part === "steps" ? { ...texts, files } : texts));
      first[part] = digests[nameOfLater];
    }
    write(name, JSON.stringify(first));
  }
  return digests;
}

/** The core's glue, which finds its module by what `load` says and not by itself. */
const coreGlue = {
  name: "wesign:core",
  setup(build) {
    build.onResolve({ filter: /^wesign:core$/ }, () => ({ path: join(ROOT, "target/sdk/sdk.js") }));
    build.onLoad({ filter: /target.sdk.sdk\.js$/ }, async ({ path }) => {
      const glue = await readFile(path, "utf8");
      const contents = glue.replace("new URL('sdk_bg.wasm', import.meta.url)", "undefined");
      if (contents === glue) throw new Failure("wasm-bindgen's glue names its module differently");
      return { contents };
    });
  },
};

/** What registers the elements is `wesign.js`, which the browser may have already. */
const besideScript = {
  name: "wesign:beside",
  setup(build) {
    build.onResolve({ filter: /^\.\/define\.js$/ }, () => ({
      path: "./wesign.js",
      external: true,
    }));
  },
};

/** The page of `isolation="frame"`, its scripts pinned. */
function writeFramePage() {
  const pin = (_, name) => sri(readFileSync(join(DIST, name)));
  const page = readFileSync(join(ROOT, "js", "frame.html"), "utf8");
  writeFileSync(join(DIST, "frame.html"), page.replace(/\{\{(.+?)\}\}/g, pin));
  copyFileSync(join(ROOT, "js", "frame.css"), join(DIST, "frame.css"));
}

/** The scripts, each with all it imports. */
async function bundle(esbuild, digests) {
  const pinned = Object.entries(digests).filter(
    ([name]) => !LATER_TEXTS.test(name) && !AFTER_TEXTS.includes(name),
  );
  const common = {
    absWorkingDir: ROOT,
    bundle: true,
    platform: "browser",
    target: ["chrome111", "firefox113", "safari16.4"],
    charset: "utf8",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    plugins: [styles(esbuild), coreGlue],
  };
  const define = { WESIGN_DIGESTS: JSON.stringify(Object.fromEntries(pinned)) };
  try {
    const { metafile } = await esbuild.build({
      ...common,
      entryPoints: ["js/define.ts"],
      outfile: join(DIST, "wesign.js"),
      format: "esm",
      metafile: true,
      define,
      // Beside it, and not named in it: a name is bytes for every visitor. Tools are told where it lies.
      sourcemap: "external",
    });
    // `size` names what weighs from this.
    writeFileSync(META, JSON.stringify(metafile));
    await esbuild.build({
      ...common,
      entryPoints: ["js/classic.ts"],
      outfile: join(DIST, "wesign.classic.js"),
      format: "iife",
      inject: ["js/tools/script.js"],
      define: { ...define, "import.meta.url": "WESIGN_SCRIPT" },
      sourcemap: true,
    });
    await esbuild.build({
      ...common,
      entryPoints: {
        index: "js/index.ts",
        define: "js/define.ts",
        sdk: "js/sdk/index.ts",
        "sdk.node": "js/sdk/node.ts",
      },
      outdir: DIST,
      chunkNames: "shared-[hash]",
      splitting: true,
      format: "esm",
      define,
      external: ["node:fs/promises"],
      sourcemap: true,
    });
    await esbuild.build({
      ...common,
      plugins: [besideScript],
      entryPoints: ["js/frame.ts"],
      outfile: join(DIST, "frame.js"),
      format: "esm",
      sourcemap: true,
    });
  } catch (error) {
    throw error.errors ? new Failure("✗ esbuild: see above") : error;
  }
}

/** The package, into js/dist. */
async function buildJs() {
  const start = performance.now();
  rmSync(DIST, { recursive: true, force: true });
  const problems = localeProblems();
  if (problems.length > 0) throw new Failure(`✗ texts:\n  ${problems.join("\n  ")}`);
  const esbuild = await import("esbuild");
  const digests = await writeAssets(esbuild);
  copyFileSync(join(ROOT, "target", "sdk", "sdk.wasm"), join(DIST, "sdk.wasm"));
  copyFileSync(join(ROOT, "js", "tools", "copy-assets.js"), join(DIST, "copy-assets.js"));
  copyFileSync(join(ROOT, "js", "options.schema.json"), join(DIST, "options.schema.json"));
  writeFileSync(join(DIST, "custom-elements.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
  await bundle(esbuild, digests);
  writeFramePage();
  console.log(
    `✓ esbuild: wesign.js, ${Object.keys(digests).length} files beside it (${seconds(start)})`,
  );

  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
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
    ...["--outDir", join(DIST, "types")],
  ]);

  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const integrity = {
    version,
    "wesign.js": sri(readFileSync(join(DIST, "wesign.js"))),
    "wesign.classic.js": sri(readFileSync(join(DIST, "wesign.classic.js"))),
    ...digests,
  };
  writeFileSync(join(DIST, "integrity.json"), `${JSON.stringify(integrity, null, 2)}\n`);
  const published = filesOf(["js/dist"], (path) => PUBLISHED.test(path));
  await Promise.all(published.map((path) => compress(join(ROOT, path))));
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
  const self = [
    "js/tools/build.mjs",
    "js/tools/glue.mjs",
    "js/tools/locales.mjs",
    "js/tools/module.mjs",
    "js/tools/reach.mjs",
    "js/tools/setup.mjs",
    "js/tools/snip.mjs",
    "js/tools/tidy.mjs",
    "package-lock.json",
  ];
  const rust = digest([...crates, ...self], probe("rustc", ["--version"]), bindgenVersion());
  const pkg = () => filesOf(["js/engine"]);
  const a = await unlessFresh("wasm", rust, pkg, () => buildWasm(env));
  await buildSdk();

  const sources = filesOf(
    ["js", "package.json", "target/sdk/sdk.wasm", ...Object.values(LATER)],
    (path) => !/^js\/(dist|tools)\//.test(path),
  );
  const b = await unlessFresh(
    "js",
    digest([...sources, ...self, ...BESIDE]),
    () => filesOf(["js/dist"]),
    buildJs,
  );
  if (!a && !b) console.log("✓ js/dist is up to date");
  return a || b;
}

if (isMain(import.meta)) cli(() => build({ force: process.argv.includes("--force") }));
