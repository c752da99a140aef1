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

const children = new Set();
let stopping = false;

/** Sees to it that `child` does not outlive this process, however that is asked to stop. */
export function adopt(child) {
  children.add(child);
  child.on("close", () => children.delete(child));
  return child;
}

for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.on(signal, () => {
    stopping = true;
    const exit = () => process.exit(128 + number);
    let left = children.size;
    if (left === 0) exit();
    for (const child of children) {
      child.on("close", () => --left || exit());
      child.kill(signal);
      setTimeout(() => child.kill("SIGKILL"), 5000);
    }
  });
}

/**
 * Runs a command under one line of output, `label … 12.3 s`. Long commands show that they live: on
 * a terminal the line is redrawn with the command's last words, in a log a line follows every 15 s.
 * What the command prints is kept for the caller.
 */
export async function run(label, command, args, options = {}) {
  const start = performance.now();
  const tty = process.stdout.isTTY;
  let printed = "";
  let last = "";
  const child = adopt(
    spawn(command, args, { cwd: ROOT, ...options, stdio: ["ignore", "pipe", "pipe"] }),
  );
  const hear = (chunk) => {
    printed += chunk;
    last = String(chunk).trim().split("\n").at(-1).split("\r").at(-1).trim() || last;
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  const draw = () => {
    const line = `  ${label} … ${seconds(start)}  ${last}`;
    if (tty) process.stdout.write(`\r\x1b[2K${line.slice(0, (process.stdout.columns ?? 80) - 1)}`);
    else console.log(line.slice(0, 120));
  };
  if (tty) draw();
  const timer = setInterval(draw, tty ? 250 : 15_000);
  const code = await new Promise((resolve) => {
    child.on("error", (error) => {
      printed += error.message;
      resolve(null);
    });
    child.on("close", resolve);
  });
  clearInterval(timer);
  if (tty) process.stdout.write("\r\x1b[2K");
  if (stopping) return new Promise(() => {}); // the handler above exits
  return { code, printed, time: seconds(start) };
}

/** Runs a command that must succeed; what it printed is shown only if it does not. */
export async function step(label, command, args, options = {}) {
  const { code, printed, time } = await run(label, command, args, options);
  console.log(`${code === 0 ? "✓" : "✗"} ${label} (${time})`);
  if (code === 0) return printed;
  throw new Failure(`${printed.trim()}\n\nfailed (${code}): ${[command, ...args].join(" ")}`);
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
