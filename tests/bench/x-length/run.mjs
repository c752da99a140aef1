// Counting a text as X does: the core natively, the core in wasm with the boundary included, and the
// reference `twitter-text`, in one run on the same texts.
//
//   node tests/bench/x-length/run.mjs
//
// The wasm is built as the widget is (opt-level "z"), without wasm-opt.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import twitter from "twitter-text";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? join(here, "../../../target/bench-x-length");
const env = { ...process.env, CARGO_TARGET_DIR: target };

function cargo(...args) {
  const { status } = spawnSync("cargo", args, { cwd: here, env, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

const fit = (text, unit) => {
  let out = text;
  while (twitter.parseTweet(out + unit).weightedLength <= 280) out += unit;
  return out;
};
const TEXTS = {
  "plain, ASCII": fit("", "Will you vote for the ban? "),
  "plain, French": fit("", "Voterez-vous l’interdiction, Madame la Députée ? "),
  "as in a campaign": fit(
    "@LeaExemple, vous êtes la députée de la 3e circonscription de Paris : refusez 👁️ ! https://petition.example.org/reconnaissance-faciale ",
    "Nous comptons sur vous. ",
  ),
  "links and bare domains": fit(
    "",
    "laquadrature.net, www.example.paris/été et https://example.org/a?b=c. ",
  ),
  "emoji sequences": fit("", "👩🏽‍⚕️🇫🇷1️⃣👨‍👩‍👧‍👦❤️ "),
  "NFD, asks the host": fit("", "De\u0301pute\u0301e, a\u0300 vous. "),
};

cargo("build", "-q", "--release", "--features", "native", "--bin", "native");
cargo("build", "-q", "--profile", "wasm", "--lib", "--target", "wasm32-unknown-unknown");

const lines = Object.values(TEXTS).map((text) => `${text.replaceAll("\n", "\u0001")}\n`);
const native = spawnSync(join(target, "release", "native"), {
  input: lines.join(""),
  encoding: "utf8",
});
const natives = native.stdout
  .trim()
  .split("\n")
  .map((line) => line.split(" ").map(Number));

const module = readFileSync(join(target, "wasm32-unknown-unknown/wasm/wesign_bench_x_length.wasm"));
const encoder = new TextEncoder();
const decoder = new TextDecoder();
let memory;
const bytes = () => new Uint8Array(memory.buffer);
const { instance } = await WebAssembly.instantiate(module, {
  env: {
    normalize: (at, length, capacity) => {
      const text = decoder.decode(bytes().subarray(at, at + length)).normalize();
      return encoder.encodeInto(text, bytes().subarray(at, at + capacity)).written;
    },
  },
});
memory = instance.exports.memory;
const list = encoder.encode(
  readFileSync(join(here, "../../../core/src/interpellation/tlds.txt"), "utf8"),
);
const listAt = instance.exports.buffer(list.length);
bytes().set(list, listAt);
const SIZE = 4096;
const textAt = instance.exports.buffer(SIZE);
let view = bytes();

/** As wasm-bindgen passes a string: encoded into the module's memory, then a call. */
function wasm(text) {
  if (view.buffer !== memory.buffer) view = bytes();
  const { written } = encoder.encodeInto(text, view.subarray(textAt, textAt + SIZE));
  return instance.exports.x_length(textAt, written, listAt, list.length);
}

/** Nanoseconds for one call: the best of many short samples. */
function time(call) {
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + 600;
  while (performance.now() < end) {
    const start = performance.now();
    for (let n = 0; n < 200; n += 1) call();
    best = Math.min(best, ((performance.now() - start) * 1e6) / 200);
  }
  return best;
}

let slow = false;
console.log("280 characters             twitter-text      native           wasm");
Object.entries(TEXTS).forEach(([name, text], at) => {
  const expected = twitter.parseTweet(text).weightedLength;
  if (natives[at][1] !== expected || wasm(text) !== expected) {
    throw new Error(`${name}: ${expected}, native ${natives[at][1]}, wasm ${wasm(text)}`);
  }
  const reference = time(() => twitter.parseTweet(text).weightedLength);
  const inWasm = time(() => wasm(text));
  const ns = (value) => `${(value / 1000).toFixed(2)} µs`.padStart(10);
  const ratio = (value) => `${(reference / value).toFixed(1)}×`.padStart(7);
  // Normalisation is the host's work in all three, so that the ratio says little there.
  if (!name.startsWith("NFD")) slow ||= reference / natives[at][0] < 10 || reference < inWasm;
  console.log(
    `${name.padEnd(24)} ${ns(reference)} ${ns(natives[at][0])} ${ratio(natives[at][0])} ${ns(inWasm)} ${ratio(inWasm)}`,
  );
});
console.log("aim: native at least 10×, wasm not slower");
process.exitCode = slow ? 1 : 0;
