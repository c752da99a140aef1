// The widget's twin of the core's rules for readable colours: the same cases, the same answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { transformSync } from "esbuild";

const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const { code } = transformSync(text("../../js/contrast.ts"), { loader: "ts", format: "esm" });
const { contrast, cssColor, parseColor, readableAs, readableOn, TEXT } = await import(
  `data:text/javascript,${encodeURIComponent(code)}`
);
const cases = JSON.parse(text("../cases/contrast.json"));

test("js/contrast.ts: the core's cases", () => {
  for (const { one, other, ratio } of cases.contrast) {
    const got = contrast(parseColor(one), parseColor(other));
    assert.ok(Math.abs(got - ratio) < 0.005, `${one} ${other} ${got}`);
  }
  for (const { color, text } of cases.readable_on) {
    assert.equal(cssColor(readableOn(parseColor(color))), text, color);
  }
  for (const { color, surface, least, text } of cases.readable_as) {
    const got = readableAs(parseColor(color), parseColor(surface), least);
    assert.equal(cssColor(got), text, `${color} on ${surface}, ${least}`);
  }
  for (const { text, color } of cases.parse) {
    const read = parseColor(text);
    assert.equal(read ? cssColor(read) : null, color, text);
  }
});

test("js/contrast.ts: text is readable on and as any colour", () => {
  for (let n = 0; n < 4096; n += 1) {
    const color = [(n >> 8) * 17, ((n >> 4) & 15) * 17, (n & 15) * 17];
    assert.ok(contrast(readableOn(color), color) >= TEXT, cssColor(color));
    for (const surface of [[255, 255, 255], [26, 23, 39], [117, 117, 117], color]) {
      const text = readableAs(color, surface);
      assert.ok(contrast(text, surface) >= TEXT, `${cssColor(color)} on ${cssColor(surface)}`);
    }
  }
});
