// Shared by the build scripts. Node built-ins only: it runs before `npm ci` did.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
/** What the scripts install and remember; never outside the repository. */
export const TOOLS = join(ROOT, "target", "tools");
export const DIST = join(ROOT, "js", "dist");
export const BIN = join(ROOT, "node_modules", ".bin");

const exe = process.platform === "win32" ? ".exe" : "";
export const tool = (name) => join(TOOLS, "bin", name + exe);

/** Our own tools come first, so that a stray global one of another version is never taken. */
export const toolEnv = () => ({
  ...process.env,
  PATH: [join(TOOLS, "bin"), process.env.PATH].join(delimiter),
});

/** A failure whose message is all that a person needs: printed without a stack. */
export class Failure extends Error {}

/** Runs `main`, prints a `Failure` plainly, sets the exit code. */
export function cli(main) {
  main().catch((error) => {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exitCode = 1;
  });
}

/** True if this module is the script node was asked to run. */
export const isMain = (meta) => process.argv[1] === fileURLToPath(meta.url);

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** First line of what a command prints, or null if it is absent or fails. */
export function probe(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, { encoding: "utf8", ...options });
  return status === 0 ? stdout.trim() : null;
}

/**
 * Runs a command under one line of output: `label … 12.3 s`. Long commands show that they live: on a
 * terminal the line is redrawn with the command's last words, in a log one line follows every 15 s.
 * What the command printed is shown only if it fails.
 */
export async function step(label, command, args, options = {}) {
  const start = performance.now();
  const tty = process.stdout.isTTY;
  let printed = "";
  let last = "";
  const child = spawn(command, args, { cwd: ROOT, ...options, stdio: ["ignore", "pipe", "pipe"] });
  const hear = (chunk) => {
    printed += chunk;
    last = String(chunk)
      .trim()
      .split(/[\r\n]/)
      .at(-1)
      .trim();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const draw = () => {
    const line = `  ${label} … ${seconds(start)}  ${last}`;
    if (tty) process.stdout.write(`\r\x1b[2K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else console.log(line.slice(0, 120));
  };
  if (tty) draw();
  const timer = setInterval(draw, tty ? 250 : 15_000);
  const { code, error } = await new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: null, error }));
    child.on("close", (code) => resolve({ code }));
  });
  clearInterval(timer);
  if (tty) process.stdout.write("\r\x1b[2K");
  if (error || code !== 0) {
    console.log(`✗ ${label} (${seconds(start)})`);
    const why = error ? error.message : `exit code ${code}`;
    throw new Failure(`${printed.trim()}\n\nfailed: ${[command, ...args].join(" ")} (${why})`);
  }
  console.log(`✓ ${label} (${seconds(start)})`);
  return printed;
}

/** Every file below `paths` (files or folders, relative to the repository), sorted. */
export function filesOf(paths, keep = () => true) {
  const found = [];
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory()) walk(child);
      else found.push(child);
    }
  };
  for (const path of paths) {
    const absolute = join(ROOT, path);
    if (!existsSync(absolute)) continue;
    try {
      walk(absolute);
    } catch (error) {
      if (error.code !== "ENOTDIR") throw error;
      found.push(absolute);
    }
  }
  return found
    .map((path) => relative(ROOT, path).split(sep).join("/"))
    .filter(keep)
    .sort();
}

/** One digest over names and contents of files, plus anything else that decides the result. */
export function digest(files, ...more) {
  const hash = createHash("sha256");
  for (const file of files) {
    const bytes = existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file)) : "";
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.update(JSON.stringify(more)).digest("hex");
}

/**
 * Does `work` unless the inputs are those of the last time and the outputs are still what it left.
 * By content, not by date: a checkout or a touched file costs nothing.
 */
export async function unlessFresh(name, inputs, outputs, work) {
  const path = join(ROOT, "target", "fresh", name);
  const remembered = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (remembered === `${inputs} ${digest(outputs())}`) return false;
  await work();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${inputs} ${digest(outputs())}`);
  return true;
}
