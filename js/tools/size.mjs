// Weighs what a visitor downloads, in bytes: raw, gzip -9, brotli -11. Fails over the budget and says
// what weighs.
//
//   node js/tools/size.mjs            builds first, if need be
//   WESIGN_BUDGET=1000 node js/tools/size.mjs
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, LATER_TEXTS, META, PUBLISHED } from "./build.mjs";
import { cli, Failure, filesOf, isMain, ROOT } from "./common.mjs";

/** Brotli-11 bytes of all that must arrive before the form shows: little over a quarter of the closest peer’s. */
const BUDGET = Number(process.env.WESIGN_BUDGET ?? 52_000);

/** The closest peer's petition and share, in one file (Proca's widget as it was measured, PEERS.md). */
const PEER = 187_982;

const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;

function weigh(path) {
  const bytes = readFileSync(join(ROOT, path));
  return {
    path,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotli(bytes),
  };
}

const number = (n) => n.toLocaleString("en").padStart(10);
const row = (name, { raw, gzip, brotli }) =>
  console.log(`${name.padEnd(34)}${number(raw)}${number(gzip)}${number(brotli)}`);
const sum = (parts) =>
  parts.reduce(
    (a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli }),
    {
      raw: 0,
      gzip: 0,
      brotli: 0,
    },
  );

/** Sections of a wasm module by size: where its bytes are. */
function wasmSections(path) {
  const names = [
    "custom",
    "type",
    "import",
    "function",
    "table",
    "memory",
    "global",
    "export",
    "start",
  ];
  names.push("element", "code", "data", "data count", "tag");
  const bytes = readFileSync(join(ROOT, path));
  const sections = [];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const brotliBytes = brotli(bytes.subarray(at, at + size));
    sections.push({ name: `wasm section "${names[id] ?? id}"`, brotli: brotliBytes });
    at += size;
  }
  return sections;
}

/** Source files of wesign.js by the bytes that they put into it. */
function jsInputs() {
  if (!existsSync(META)) return [];
  const { outputs } = JSON.parse(readFileSync(META, "utf8"));
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([name, { bytesInOutput }]) => ({ name, raw: bytesInOutput }));
}

const weighAll = () => filesOf(["js/dist"], (path) => PUBLISHED.test(path)).map(weigh);

/** Brotli-11 bytes of each file of the package that a visitor may fetch; of each kind of texts the heaviest. */
export function weights() {
  const found = {};
  for (const { path, brotli } of weighAll()) {
    const name = path.slice("js/dist/".length).replace(/^locales\/[^.]+/, "locales/*");
    found[name] = Math.max(found[name] ?? 0, brotli);
  }
  return found;
}

export async function size() {
  await build();
  const weights = weighAll();
  const later = ({ path }) => LATER_TEXTS.test(path);
  const texts = weights.filter(({ path }) => path.includes("/locales/"));
  const locales = texts.filter((part) => !later(part));
  const first = ["js/dist/wesign.js", "js/dist/wesign.wasm"].map((path) => {
    const found = weights.find((weight) => weight.path === path);
    if (!found) throw new Failure(`${path} is missing`);
    return found;
  });
  // One language is fetched: the heaviest, so that the promise holds in every one.
  const heaviest = (parts) => parts.toSorted((a, b) => b.brotli - a.brotli)[0];
  const locale = heaviest(locales);
  if (locale) first.push(locale);

  console.log(
    `${"First view".padEnd(34)}${"raw".padStart(10)}${"gzip".padStart(10)}${"brotli".padStart(10)}`,
  );
  for (const part of first) row(`  ${part.path.slice("js/dist/".length)}`, part);
  const total = sum(first);
  row("  total", total);

  const laterTexts = ["steps", "around"].flatMap(
    (part) => heaviest(texts.filter(({ path }) => path.endsWith(`.${part}.json`))) ?? [],
  );
  const rest = weights.filter((part) => !first.includes(part) && !texts.includes(part));
  console.log("Later steps, and the list of mobilisations (around)");
  for (const part of [...rest, ...laterTexts]) row(`  ${part.path.slice("js/dist/".length)}`, part);

  const whole = /\/(points|names)\.[0-9a-f]+\.bin$/;
  const packed = filesOf(["demo/directory"], (path) => path.endsWith(".bin")).map(weigh);
  const shards = packed.filter(({ path }) => !whole.test(path));
  if (shards.length > 0) {
    const ordered = shards.toSorted((a, b) => a.brotli - b.brotli);
    console.log(`Directory, one of ${shards.length} shards after the postcode`);
    row("  median", ordered[ordered.length >> 1]);
    row(`  heaviest (${basename(ordered.at(-1).path).split(".")[0]})`, ordered.at(-1));
    row("  all", sum(shards));
    console.log("Directory, one for the whole country");
    for (const part of packed.filter(({ path }) => whole.test(path))) {
      row(`  ${basename(part.path).split(".")[0]}`, part);
    }
  }

  console.log(
    `Budget of the first view: ${total.brotli.toLocaleString("en")} of ${BUDGET.toLocaleString("en")} brotli bytes`,
  );
  console.log(
    `Proca's widget, petition and share: ${PEER.toLocaleString("en")} brotli bytes, ${(PEER / total.brotli).toFixed(2)} times as many`,
  );
  if (total.brotli > BUDGET) {
    const heaviest = [
      ...wasmSections("js/dist/wesign.wasm").map(({ name, brotli }) => [name, brotli, "brotli"]),
    ]
      .concat(jsInputs().map(({ name, raw }) => [name, raw, "minified"]))
      .sort((a, b) => b[1] - a[1])
      .slice(0, 8)
      .map(([name, bytes, unit]) => `  ${number(bytes)} ${unit.padEnd(9)} ${name}`);
    throw new Failure(
      `${(total.brotli - BUDGET).toLocaleString("en")} bytes over the budget. What weighs:\n${heaviest.join("\n")}\n` +
        "For the functions inside the module: cargo install twiggy && twiggy top js/engine/sign/wesign_wasm_bg.wasm",
    );
  }
}

if (isMain(import.meta)) cli(size);
