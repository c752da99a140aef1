// Installs what building needs into the repository's own folders: `target/tools` and `node_modules`.
// From the package registries only (crates.io, npm) and nothing global, except the wasm target that
// rustup keeps with its toolchain. What is already there is left alone.
//
//   node js/tools/setup.mjs
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cli, Failure, isMain, probe, ROOT, step, TOOLS, tool, toolEnv } from "./common.mjs";

const WASM_PACK = "0.15.1";

/** The wasm-bindgen of Cargo.lock: the CLI refuses any other, so one is derived from the other. */
export function bindgenVersion() {
  const lock = readFileSync(join(ROOT, "Cargo.lock"), "utf8");
  const found = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(lock.replaceAll("\r\n", "\n"));
  if (!found) throw new Failure("Cargo.lock has no wasm-bindgen: is it complete?");
  return found[1];
}

/** Node and Rust cannot be installed into the repository: name the command that does it. */
export function prerequisites() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major < 20) {
    throw new Failure(
      `Node ${process.versions.node} is too old; version 20 or later is needed.\n` +
        "Install it from https://nodejs.org or with your package manager.",
    );
  }
  if (!probe("cargo", ["--version"])) {
    throw new Failure(
      "Rust is missing (no `cargo`). Install it with rustup, then open a new terminal:\n" +
        "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh",
    );
  }
  const wanted = /rust-version = "([\d.]+)"/.exec(
    readFileSync(join(ROOT, "Cargo.toml"), "utf8"),
  )[1];
  const rust = probe("rustc", ["--version"])?.split(" ")[1] ?? "0";
  const older = (a, b) => a.localeCompare(b, "en", { numeric: true }) < 0;
  if (older(rust, wanted)) {
    throw new Failure(
      `Rust ${rust} is too old; ${wanted} or later is needed:\n  rustup update stable`,
    );
  }
  if (process.platform !== "win32" && !probe("cc", ["--version"])) {
    throw new Failure(
      "A C compiler is missing (no `cc`); Rust links with it. Install it:\n" +
        "  Debian, Ubuntu: apt-get install -y build-essential\n  macOS: xcode-select --install",
    );
  }
}

/** True if node_modules holds exactly the versions of package-lock.json. */
export function modulesFresh() {
  const installed = join(ROOT, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, "utf8")).packages;
  const want = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  return Object.entries(want).every(([path, { version, optional }]) => {
    if (path === "") return true; // ourselves
    const there = have[path];
    return there ? there.version === version && existsSync(join(ROOT, path)) : optional === true;
  });
}

/** `npm ci`, unless node_modules is what the lock file says. No package needs its install script. */
export async function modules() {
  if (modulesFresh()) return;
  const windows = process.platform === "win32";
  await step(
    "npm packages, as in package-lock.json",
    windows ? "npm.cmd" : "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund"],
    { shell: windows },
  );
}

async function wasmTarget() {
  const sysroot = probe("rustc", ["--print", "sysroot"]) ?? "";
  if (existsSync(join(sysroot, "lib", "rustlib", "wasm32-unknown-unknown", "lib"))) return;
  if (!probe("rustup", ["--version"])) {
    throw new Failure(
      "Your Rust has no wasm32-unknown-unknown target and there is no rustup to add it.\n" +
        "Install Rust with rustup (https://rustup.rs), or the target with your package manager.",
    );
  }
  await step("wasm target of Rust", "rustup", ["target", "add", "wasm32-unknown-unknown"]);
}

/**
 * A Rust tool of an exact version, from crates.io. Built at opt-level 0: it runs for a second, and
 * building it takes 40 s instead of 2 min. A global one of that very version is used as it is.
 */
async function rustTool(name, crate, version, locked) {
  const is = (path) => probe(path, ["--version"])?.split(" ")[1] === version;
  if (is(existsSync(tool(name)) ? tool(name) : name)) return;
  const scratch = join(TOOLS, "build");
  await step(
    `${name} ${version} into target/tools (once, about a minute)`,
    "cargo",
    [
      "install",
      crate,
      "--version",
      version,
      "--root",
      TOOLS,
      "--force",
      ...(locked ? ["--locked"] : []),
    ],
    { env: { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: "0", CARGO_TARGET_DIR: scratch } },
  );
  rmSync(scratch, { recursive: true, force: true });
}

/** Everything that `build` needs. */
export async function setup() {
  prerequisites();
  await modules();
  await wasmTarget();
  await rustTool("wasm-pack", "wasm-pack", WASM_PACK, true);
  // Not `--locked`: the lock file of some releases names crates that were yanked since.
  await rustTool("wasm-bindgen", "wasm-bindgen-cli", bindgenVersion(), false);
  // wasm-opt is a file of the npm package binaryen; `build` runs it and fails if it is not there.
  return toolEnv();
}

if (isMain(import.meta)) cli(setup);
