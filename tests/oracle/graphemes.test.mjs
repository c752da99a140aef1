// Bluesky counts grapheme clusters: the core's native side must see those that the browser sees.
import assert from "node:assert/strict";
import { test } from "node:test";
import { texts } from "./texts.mjs";
import { measured } from "./x-length.mjs";

test("Bluesky: grapheme clusters as Intl.Segmenter finds them", () => {
  const corpus = texts(5000, 20261122);
  const segmenter = new Intl.Segmenter("fr", { granularity: "grapheme" });
  const lengths = measured("bluesky", corpus);
  const different = corpus.flatMap((text, at) => {
    const expected = [...segmenter.segment(text)].length;
    return lengths[at] === expected ? [] : [{ text, expected, got: lengths[at] }];
  });
  assert.deepEqual(different.slice(0, 10), []);
});
