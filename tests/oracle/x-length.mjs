// X's length against its reference: npm `twitter-text` counts generated texts, the core counts the
// same ones (cargo example `measure x`), and they must agree on every one.
//
//   node tests/oracle/x-length.mjs [count] [seed]
//
// Exits with 1 and shows the texts on which they differ.
import { fileURLToPath } from "node:url";
import twitter from "twitter-text";
import { example } from "./example.mjs";
import { texts } from "./texts.mjs";
import { names } from "./tlds.mjs";

/** Lengths of `texts` on a channel, counted by the core. */
export function measured(channel, texts) {
  const lengths = example("measure", [channel], texts).trimEnd().split("\n").map(Number);
  if (lengths.length !== texts.length) {
    throw new Error(`asked for ${texts.length} lengths, got ${lengths.length}`);
  }
  return lengths;
}

/** A bare domain under every name the reference knows, and under every pair of letters. */
function domains() {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const pairs = letters.flatMap((a) => letters.map((b) => a + b));
  return [...new Set([...names(), ...pairs])].flatMap((name) => [
    `exemple.${name} fin`,
    `exemple.${name}s.${name.slice(1)}`,
    `https://exemple.${name.toUpperCase()}/`,
  ]);
}

/** Generates texts, counts them twice, and gives those on which the two differ. */
export function compare(count, seed) {
  const corpus = [...texts(count, seed), ...domains()];
  const lengths = measured("x", corpus);
  const different = [];
  corpus.forEach((text, at) => {
    const expected = twitter.parseTweet(text).weightedLength;
    if (lengths[at] !== expected) different.push({ text, expected, got: lengths[at] });
  });
  return { texts: corpus.length, different };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const count = Number(process.argv[2] ?? 8000);
  const seed = Number(process.argv[3] ?? 20261122);
  const { texts: total, different } = compare(count, seed);
  for (const { text, expected, got } of different.slice(0, 20)) {
    console.error(`twitter-text ${expected}, wesign ${got}: ${JSON.stringify(text.slice(0, 300))}`);
  }
  console.log(
    `x length: ${total} texts (seed ${seed}), ${different.length} differ from twitter-text`,
  );
  process.exitCode = different.length > 0 ? 1 : 0;
}
