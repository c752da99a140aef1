// Every text in every language, and no text that nothing says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesOf, ROOT } from "../../js/tools/common.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");
const LOCALES = filesOf(["js/locales"], (path) => path.endsWith(".json"));
const locale = (path) => JSON.parse(read(path));
const SOURCES = filesOf(["wasm/src", "js"], (path) =>
  /^(wasm\/src\/.*\.rs|js\/[^/]+\.ts)$/.test(path),
)
  .map(read)
  .join("\n");
const FRENCH = locale("js/locales/fr.json");
/** Plural categories: `count.one` is the text of `count`. */
const PLURAL = /\.(zero|one|two|few|many|other)$/;

/** Names that the core gives to what a family of keys speaks of. */
const named = (path, pattern) => [...read(path).matchAll(pattern)].map(([, name]) => name);
const CODES = named("core/src/problem-codes.md", /^\| `(\w+)` \|/gm);
const FIELDS = named("core/src/field/mod.rs", /=> "(\w+)"/g);
const CHANNELS = named("core/src/interpellation/channel.rs", /=> "(\w+)"/g);
const FAILURES = named("core/src/flow/failure.rs", /=> "(\w+)"/g);
const PARTS = named("core/src/directory/hint.rs", /=> "(\w+)"/g);
/** An organiser names purposes freely; these come with a wording. */
const PURPOSES = ["petition_updates", "newsletter", "public_signatory"];

test("the names that keys are made of are found", () => {
  for (const names of [CODES, FIELDS, CHANNELS, FAILURES, PARTS]) {
    assert.ok(names.length >= 3, names.join(" "));
  }
});

for (const path of LOCALES) {
  test(`${path}: the keys of fr.json, each with the same values to fill in`, () => {
    const texts = locale(path);
    // A language has plural categories of its own; every one has "other".
    const stems = (keys) => [
      ...new Set(Object.keys(keys).map((key) => key.replace(PLURAL, ".other"))),
    ];
    assert.deepEqual(stems(texts).sort(), stems(FRENCH).sort());
    const values = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const [key, text] of Object.entries(texts)) {
      assert.ok(typeof text === "string" && text.trim() === text && text !== "", key);
      const french = FRENCH[key] ?? FRENCH[key.replace(PLURAL, ".other")];
      assert.deepEqual(values(text), values(french), key);
    }
  });
}

test("every text is said somewhere", () => {
  const said = (key) => {
    const stem = key.replace(PLURAL, "");
    if (SOURCES.includes(`"${key}"`) || SOURCES.includes(`"${stem}"`)) return true;
    // `["field.", name].concat()`: the family is in the sources, the name in the core.
    const family = (prefix, ...names) =>
      SOURCES.includes(`"${prefix}`) &&
      names.some((list) => list.includes(key.slice(prefix.length)));
    const [, field, code] = /^error\.(\w+)\.(\w+)$/.exec(key) ?? [];
    return (
      family("error.", CODES) ||
      (FIELDS.includes(field) && CODES.includes(code)) ||
      family("field.", FIELDS) ||
      family("hint.", FIELDS) ||
      family("consent.", PURPOSES) ||
      family("failure.", FAILURES) ||
      family("channel.", CHANNELS) ||
      family("part.", PARTS) ||
      family("message.open.", CHANNELS)
    );
  };
  assert.deepEqual(
    Object.keys(FRENCH).filter((key) => !said(key)),
    [],
  );
});

test("every code and failure of the core has a text", () => {
  for (const code of CODES) assert.ok(FRENCH[`error.${code}`], code);
  for (const part of PARTS) assert.ok(FRENCH[`part.${part}`], part);
  for (const failure of FAILURES) assert.ok(FRENCH[`failure.${failure}`], failure);
});

test("every key in the sources has a text", () => {
  const plain = /words\s*\.(?:get|with|find)\(\s*"([a-z_.]+)"|locale\["([a-z_.]+)"\]/g;
  for (const [, one, two] of SOURCES.matchAll(plain)) {
    const key = one ?? two;
    assert.ok(key.endsWith(".") || FRENCH[key], key);
  }
  for (const [, key] of SOURCES.matchAll(/words\s*\.counted\(\s*"([a-z_.]+)"/g)) {
    assert.ok(FRENCH[`${key}.one`] && FRENCH[`${key}.other`], key);
  }
});

test("every class of the style sheet is on some element", () => {
  const css = read("js/widget.css").replace(/\/\*.*?\*\//gs, "");
  const classes = new Set([...css.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name));
  const given = new Set(
    [...SOURCES.matchAll(/["`]([a-z][\w -]*(?:\$\{\w+(?:\.\w+)?\})?)["`]/g)].flatMap(([, text]) =>
      text.split(" "),
    ),
  );
  assert.deepEqual(
    [...classes].filter((name) => !given.has(name)),
    [],
  );
});

test("French as built: no line begins with a mark", () => {
  const built = read("js/dist/locales/fr.json");
  assert.match(built, /\u00a0\?/);
  assert.doesNotMatch(built, / [?!:;»]|« /);
});
