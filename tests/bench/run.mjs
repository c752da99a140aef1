// `npm run bench`: every benchmark, one after the other, each against its peers in the same run.
// Ratios, not times: machines are noisy and differ. Nothing here is part of `npm test`.
//
//   npm run bench                     all
//   npm run bench -- draft-js         only these
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { cli, Failure, isMain, ROOT } from "../../js/tools/common.mjs";
import { setup } from "../../js/tools/setup.mjs";

const node = (path) => [process.execPath, [join(import.meta.dirname, path)]];
const BENCHES = {
  "draft-native": {
    about: "A draft validated natively, against validator and garde + email_address",
    command: ["cargo", ["bench", "--quiet", "--locked"]],
    cwd: join(import.meta.dirname, "core"),
    env: { CARGO_TARGET_DIR: join(ROOT, "target", "bench-core") },
  },
  "draft-js": {
    about: "A draft validated in JavaScript, boundary included, against zod and validator",
    command: node("draft-js/run.mjs"),
  },
  "x-length": {
    about: "A text counted as X counts it, natively and in wasm, against twitter-text",
    command: node("x-length/run.mjs"),
  },
  directory: {
    about: "A postcode looked up, natively and in wasm, against JSON in a map",
    command: node("directory/run.mjs"),
  },
  "first-view": {
    about: "Time to the form and the count, against a static page and a React and MUI form",
    command: node("first-view/run.mjs"),
  },
};

async function bench() {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0) {
    throw new Failure(`no such benchmark: ${unknown}; there are ${Object.keys(BENCHES)}`);
  }
  const toolEnv = await setup();
  for (const [name, { about, command, cwd = ROOT, env }] of Object.entries(BENCHES)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n── ${name}: ${about}`);
    const [program, args] = command;
    const { status } = spawnSync(program, args, {
      cwd,
      env: { ...toolEnv, ...env },
      stdio: "inherit",
    });
    if (status !== 0) throw new Failure(`${name} failed`);
  }
}

if (isMain(import.meta)) cli(bench);
