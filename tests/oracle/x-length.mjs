// X's length against its reference: npm `twitter-text` counts generated texts, the core counts the
// same ones (cargo example `measure x`), and they must agree on every one.
//
//   node tests/oracle/x-length.mjs [count] [seed]
//
// Exits with 1 and shows the texts on which they differ.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import twitter from "twitter-text";
import { texts } from "./texts.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const count = Number(process.argv[2] ?? 8000);
const seed = Number(process.argv[3] ?? 20261122);
const corpus = texts(count, seed);

const run = spawnSync("cargo", ["run", "-q", "-p", "wesign-core", "--example", "measure", "x"], {
  cwd: root,
  encoding: "utf8",
  input: corpus.map((text) => `${JSON.stringify(text)}\n`).join(""),
  maxBuffer: 1 << 28,
});
if (run.status !== 0) {
  console.error(run.stderr || String(run.error));
  process.exit(1);
}
const lengths = run.stdout.trimEnd().split("\n").map(Number);
if (lengths.length !== corpus.length) {
  console.error(`asked for ${corpus.length} lengths, got ${lengths.length}`);
  process.exit(1);
}
const wrong = [];
corpus.forEach((text, at) => {
  const expected = twitter.parseTweet(text).weightedLength;
  if (lengths[at] !== expected) wrong.push({ text, expected, got: lengths[at] });
});
for (const { text, expected, got } of wrong.slice(0, 20)) {
  console.error(`twitter-text ${expected}, wesign ${got}: ${JSON.stringify(text.slice(0, 300))}`);
}
console.log(
  `x length: ${corpus.length} texts (seed ${seed}), ${wrong.length} differ from twitter-text`,
);
process.exit(wrong.length > 0 ? 1 : 0);
