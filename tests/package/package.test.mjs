// The npm package as a user gets it: packed, unpacked elsewhere, imported.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../js/tools/common.mjs";

let folder;
let unpacked;

function run(command, args, cwd) {
  const shell = process.platform === "win32";
  const result = spawnSync(command, args, { cwd, encoding: "utf8", shell });
  assert.equal(result.status, 0, `${command} ${args.join(" ")}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), "wesign-package-"));
  // The build is another suite's; scripts off, so that packing does not build.
  run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], ROOT);
  const [archive] = readdirSync(folder);
  unpacked = join(folder, "node_modules", "@wesign", "widget");
  mkdirSync(unpacked, { recursive: true });
  run("tar", ["-xzf", join(folder, archive), "--strip-components=1", "-C", unpacked], folder);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const list = (path, below = "") =>
  readdirSync(join(path, below), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? list(path, join(below, entry.name)) : join(below, entry.name),
  );
const manifest = () => JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8"));

test("holds the build, the licences and nothing of the workshop", () => {
  const files = list(unpacked);
  for (const path of ["wesign.js", "wesign.wasm", "integrity.json", join("locales", "fr.json")]) {
    assert.ok(files.includes(join("js", "dist", path)), path);
  }
  for (const path of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"])
    assert.ok(files.includes(path), path);
  const strange = files.filter((path) => /\.(br|gz|mjs|rs|map)$|tools|tests/.test(path));
  assert.deepEqual(strange, []);
});

test("every entry of exports is a file", () => {
  const targets = Object.values(manifest().exports).flatMap((entry) =>
    typeof entry === "string" ? [entry] : Object.values(entry),
  );
  for (const target of targets.filter((target) => !target.includes("*"))) {
    assert.ok(existsSync(join(unpacked, target)), target);
  }
});

test("the metadata is complete and agrees with the crates", () => {
  const found = manifest();
  for (const key of [
    "description",
    "license",
    "repository",
    "homepage",
    "bugs",
    "keywords",
    "author",
  ]) {
    assert.ok(found[key], key);
  }
  const [, version] = /^version = "(.+)"/m.exec(readFileSync(join(ROOT, "Cargo.toml"), "utf8"));
  assert.equal(found.version, version);
});

test("integrity.json has the digest of every file it names", () => {
  const dist = join(unpacked, "js", "dist");
  const { version, ...digests } = JSON.parse(readFileSync(join(dist, "integrity.json"), "utf8"));
  assert.equal(version, manifest().version);
  assert.ok(Object.keys(digests).length >= 3);
  for (const [name, digest] of Object.entries(digests)) {
    const algorithm = digest.slice(0, digest.indexOf("-"));
    assert.ok(["sha256", "sha384"].includes(algorithm), digest);
    const actual = createHash(algorithm)
      .update(readFileSync(join(dist, name)))
      .digest("base64");
    assert.equal(digest, `${algorithm}-${actual}`, name);
  }
});

test("the script asks no other host and evaluates no text", () => {
  const script = readFileSync(join(unpacked, "js", "dist", "wesign.js"), "utf8");
  const hosts = [...script.matchAll(/https?:\/\/[a-z0-9.-]+/g)].map(([address]) => address);
  assert.deepEqual(
    [...new Set(hosts)].filter((address) => address !== "http://www.w3.org"),
    [],
  );
  assert.doesNotMatch(
    script,
    /\beval\(|new Function\(|innerHTML|insertAdjacentHTML|document\.write/,
  );
  assert.doesNotMatch(script, /localStorage|sessionStorage|document\.cookie|indexedDB/);
});

test("importing it on a server does nothing and does not fail", async () => {
  const { exports } = manifest();
  const module = await import(pathToFileURL(join(unpacked, exports["."].default)).href);
  assert.equal(typeof module.WesignPetition, "function");
});

test("its types serve a strict TypeScript project", () => {
  writeFileSync(
    join(folder, "user.ts"),
    `import { WesignMobilisations, WesignPetition, define } from "@wesign/widget";
define("my-petition");
const petition: WesignPetition = new WesignPetition();
petition.options = { petition: "a", scheme: "dark", texts: { submit: "Sign" } };
// @ts-expect-error: not a scheme
petition.options = { scheme: "blue" };
const around: WesignMobilisations = new WesignMobilisations();
around.options = { postcode: "35000", radius: 30, open: "here" };
// @ts-expect-error: not a number
around.options = { radius: "30" };
`,
  );
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: "ES2022",
        lib: ["ES2022", "DOM", "DOM.Iterable"],
        module: "NodeNext",
        moduleResolution: "NodeNext",
        types: [],
      },
      files: ["user.ts"],
    }),
  );
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  run(
    process.execPath,
    [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-p", folder],
    folder,
  );
});

test("the lock file names no host", () => {
  assert.doesNotMatch(readFileSync(join(ROOT, "package-lock.json"), "utf8"), /"resolved"/);
});
