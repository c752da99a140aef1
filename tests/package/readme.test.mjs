// What README.md and DESIGN.md promise is there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../js/tools/common.mjs";
import { current } from "../../js/tools/readme.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");
const README = read("README.md");

for (const document of ["README.md", "core/DESIGN.md"]) {
  test(`${document}: every relative link leads to a file`, () => {
    const links = [...read(document).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)|<img src="([^":]+)"/g)];
    for (const [, link, image] of links) {
      const path = join(ROOT, dirname(document), link ?? image);
      assert.ok(existsSync(path), `${document} links to ${link ?? image}`);
    }
  });
}

test("README: pictures weigh less than 150 kB together", () => {
  const pictures = [...README.matchAll(/<img src="([^"]+)"/g)].map(([, path]) => path);
  const bytes = pictures.reduce((sum, path) => sum + statSync(join(ROOT, path)).size, 0);
  assert.ok(pictures.length > 0 && bytes < 150_000, `${bytes} bytes`);
});

test("README: every npm script it names exists", () => {
  const { scripts } = JSON.parse(read("package.json"));
  for (const [, name] of README.matchAll(/npm run ([a-z]+)/g)) assert.ok(scripts[name], name);
  for (const name of ["start", "test"]) assert.ok(scripts[name], name);
});

test("README: the tables of options are those of js/options.ts", () => {
  const options = ["Common", "Petition", "Mobilisations"].flatMap((element) => {
    const start = new RegExp(`export interface ${element}Options[^{]*\\{\\n(.*?)\\n\\}`, "s");
    const [, body] = start.exec(read("js/options.ts"));
    return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name);
  });
  const documented = [...README.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  assert.deepEqual(documented.sort(), options.sort());
});

test("README: its tables are those of the manifest and the schema", () => {
  assert.equal(README, current(), "again: node js/tools/readme.mjs");
});

test("README: the Rust example runs", () => {
  const example = /```rust\n(.*?)```/s.exec(README)[1];
  assert.ok(example.split("\n").length <= 11, "ten lines were promised");
  const build = spawnSync(
    "cargo",
    ["build", "--locked", "-q", "-p", "wesign-core", "--message-format=json"],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 26 },
  );
  assert.equal(build.status, 0, build.stderr);
  const library = build.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line))
    .findLast(({ target }) => target?.name === "wesign_core")
    .filenames.find((name) => name.endsWith(".rlib"));
  const run = spawnSync(
    "rustdoc",
    [
      ...["--test", "--edition", "2024", "README.md", "--extern", `wesign_core=${library}`],
      ...["-L", `dependency=${join(dirname(library), "deps")}`],
    ],
    { cwd: ROOT, encoding: "utf8" },
  );
  assert.match(run.stdout, /test result: ok\. 1 passed/, run.stdout + run.stderr);
});
