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
let archive;

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
  [archive] = readdirSync(folder).map((name) => join(folder, name));
  unpacked = join(folder, "node_modules", "@wesign", "widget");
  mkdirSync(unpacked, { recursive: true });
  run("tar", ["-xzf", archive, "--strip-components=1", "-C", unpacked], folder);
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
  const strange = files.filter((path) => /\.(br|gz|mjs|rs)$|tools|tests/.test(path));
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

test("importing any of it on a server does nothing and does not fail", async () => {
  const { exports } = manifest();
  const before = Object.keys(globalThis);
  for (const entry of [".", "./define", "./wesign.js"]) {
    const module = await import(pathToFileURL(join(unpacked, exports[entry].default)).href);
    assert.equal(typeof module.WesignPetition, "function", entry);
    assert.equal(typeof module.define, "function", entry);
  }
  const sdk = await import(pathToFileURL(join(unpacked, exports["./sdk"].default)).href);
  assert.equal(typeof sdk.load, "function");
  assert.deepEqual(Object.keys(globalThis), before);
});

test("no script of the package runs when it is installed", () => {
  const { scripts } = manifest();
  const run = ["preinstall", "install", "postinstall", "prepare"].filter((name) => scripts[name]);
  assert.deepEqual(run, []);
});

test("its parts are one copy: what defines the elements is what the first entry exports", async () => {
  const at = (entry) => pathToFileURL(join(unpacked, manifest().exports[entry].default)).href;
  const [index, define] = await Promise.all([import(at(".")), import(at("./define"))]);
  assert.equal(index.WesignPetition, define.WesignPetition);
});

test("a source map lies beside each script, with the sources in it", () => {
  const dist = join(unpacked, "js", "dist");
  const scripts = readdirSync(dist).filter(
    (name) => name.endsWith(".js") && name !== "copy-assets.js",
  );
  assert.ok(scripts.length >= 6);
  for (const name of scripts) {
    const map = JSON.parse(readFileSync(join(dist, `${name}.map`), "utf8"));
    assert.equal(map.sourcesContent?.length, map.sources.length, name);
    const strange = map.sources.filter(
      (path) => path.startsWith("/") || path.includes("node_modules"),
    );
    assert.deepEqual(strange, [], name);
  }
});

test("wesign-assets copies what a script fetches, and no script", () => {
  const copies = join(folder, "copies");
  run(process.execPath, [join(unpacked, manifest().bin["wesign-assets"]), copies], folder);
  const { version, ...digests } = JSON.parse(
    readFileSync(join(unpacked, "js", "dist", "integrity.json"), "utf8"),
  );
  assert.ok(version);
  const wanted = Object.keys(digests).filter((name) => !name.endsWith(".js"));
  assert.deepEqual(list(copies).sort(), wanted.map((name) => join(...name.split("/"))).sort());
  const { status } = spawnSync(process.execPath, [join(unpacked, manifest().bin["wesign-assets"])]);
  assert.equal(status, 2);
});

test("publint: clean", () => {
  const found = run(
    process.execPath,
    [join(ROOT, "node_modules", "publint", "src", "cli.js"), "--strict", archive],
    folder,
  );
  assert.match(found, /All good!/);
});

test("are the types wrong: no, for whoever imports modules", () => {
  const cli = join(ROOT, "node_modules", "@arethetypeswrong", "cli", "dist", "index.js");
  // Files that are no modules have no types.
  const files = ["wesign.classic.js", "tlds.txt"];
  run(
    process.execPath,
    [cli, archive, "--profile", "esm-only", "--exclude-entrypoints", ...files],
    folder,
  );
});

const EDITOR = [
  ["attributes", "@attr"],
  ["events", "@fires"],
  ["slots", "@slot"],
  ["cssParts", "@csspart"],
  ["cssProperties", "@cssprop"],
];

test("the custom elements manifest describes all that is documented, each with a description", () => {
  const { customElements } = manifest();
  const { modules } = JSON.parse(readFileSync(join(unpacked, customElements), "utf8"));
  const declarations = modules.flatMap(({ declarations }) => declarations);
  const sources = { WesignPetition: "element", WesignMobilisations: "mobilisations" };
  assert.deepEqual(declarations.map(({ name }) => name).sort(), Object.keys(sources).sort());
  for (const declaration of declarations) {
    const source = readFileSync(join(ROOT, "js", `${sources[declaration.name]}.ts`), "utf8");
    for (const [key, tag] of EDITOR) {
      const documented = source.match(new RegExp(`^ \\* ${tag} `, "gm")).length;
      assert.equal(declaration[key].length, documented, `${declaration.name} ${key}`);
      for (const { name, description } of declaration[key]) {
        assert.ok(description?.length > 5, `${declaration.name} ${key} ${name}`);
      }
    }
  }
});

test("the manifest's attributes are those that the elements observe, its events those that are typed", async () => {
  const { WesignPetition, WesignMobilisations } = await import(
    pathToFileURL(join(unpacked, manifest().exports["."].default)).href
  );
  const { modules } = JSON.parse(readFileSync(join(unpacked, manifest().customElements), "utf8"));
  const events = readFileSync(join(ROOT, "js", "events.ts"), "utf8");
  for (const element of [WesignPetition, WesignMobilisations]) {
    const found = modules[0].declarations.find(
      ({ attributes, tagName }) =>
        attributes && tagName.endsWith(element === WesignPetition ? "petition" : "mobilisations"),
    );
    const attributes = found.attributes.map(({ name }) => name);
    const observed = [...element.observedAttributes];
    assert.deepEqual(attributes.sort(), observed.sort(), found.tagName);
    const name = `${element === WesignPetition ? "Petition" : "Mobilisations"}Events`;
    const [, body] = new RegExp(`export interface ${name} \\{(.*?)\\n\\}`, "s").exec(events);
    const typed = [...body.matchAll(/"(wesign:[\w-]+)"/g)].map(([, event]) => event);
    assert.deepEqual(found.events.map(({ name }) => name).sort(), typed.sort(), found.tagName);
  }
});

test("its types serve a strict TypeScript project", () => {
  writeFileSync(
    join(folder, "user.ts"),
    `import { WesignMobilisations, WesignPetition, define, mount } from "@wesign/widget";
import "@wesign/widget/define";
import { ApiError, Client, Directory, load, type Draft } from "@wesign/widget/sdk";
define("my-petition");
const petition: WesignPetition = new WesignPetition();
petition.options = { petition: "a", scheme: "dark", texts: { submit: "Sign" } };
// @ts-expect-error: not a scheme
petition.options = { scheme: "blue" };
const around: WesignMobilisations = new WesignMobilisations();
around.options = { postcode: "35000", radius: 30, open: "here" };
// @ts-expect-error: not a number
around.options = { radius: "30" };
const mounted: WesignPetition = mount("#here", { petition: "a", api: "https://api.example.org" });
mounted.addEventListener("wesign:viewed", ({ detail }) => {
  const step: "sign" | "message" | "gatherings" | "donate" | "share" | "updates" = detail.step;
  // @ts-expect-error: no personal datum in any event
  return [step, detail.email];
});
document.querySelector("wesign-petition")?.options;
export async function sign(draft: Draft): Promise<number> {
  const core = await load();
  const client = new Client("https://api.example.org", { tries: 3 });
  const { policy } = await client.petition("a");
  const { errors } = core.check(draft, policy);
  if (errors) return errors.length;
  const found = await new Directory(core, "https://api.example.org/directory/").find("75018");
  // @ts-expect-error: only where there is one
  found.seat;
  // @ts-expect-error: not a channel
  core.measure("pigeon", "text");
  try {
    return await client.sign("a", draft, { key: "k" });
  } catch (reason) {
    return reason instanceof ApiError ? reason.status : 0;
  }
}
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
