#!/usr/bin/env node
// Copies what the widget fetches (modules, texts, styles) into a folder that a page serves:
//
//   npx wesign-assets public/wesign
//
// and the page says `assets="/wesign/"`. Bundlers don't carry these files along: their names are
// worked out at run time, and each one's digest is built into the script of the same version.
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [folder] = process.argv.slice(2);
if (!folder || folder.startsWith("-")) {
  console.error("Usage: wesign-assets FOLDER");
  process.exit(2);
}
const { version, ...files } = JSON.parse(readFileSync(join(here, "integrity.json"), "utf8"));
const assets = Object.keys(files).filter((name) => !name.endsWith(".js"));
for (const name of assets) {
  const copy = resolve(folder, name);
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(join(here, name), copy);
}
console.log(`${assets.length} files of @wesign/widget ${version} in ${folder}`);
