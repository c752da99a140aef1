// The texts that the build refuses, and what is made of those it takes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../../js/tools/common.mjs";
import { localeProblems, readLocales, sayingSources } from "../../js/tools/locales.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");

test("every text in every language, and no text that nothing says", () => {
  assert.deepEqual(localeProblems(), []);
});

for (const [what, change, found] of [
  ["a key that a language lacks", ({ en }) => delete en.submit, "en: submit is missing"],
  ["a key too much", ({ en }) => Object.assign(en, { shout: "x" }), "en: shout is not in fr.json"],
  [
    "a plural without a category",
    ({ en }) => delete en["count.one"],
    "en: count has other; needed: one, other",
  ],
  [
    "a value that is not filled in",
    ({ en }) => Object.assign(en, { carried_by: "Led by them" }),
    "en: carried_by fills in ; fr.json: {names}",
  ],
  ["a blank", ({ en }) => Object.assign(en, { submit: " " }), "en: submit is no text"],
  [
    "a text that nothing says",
    (locales) => {
      for (const texts of Object.values(locales)) texts["cheese.blue"] = "x";
    },
    "fr: nothing says cheese.blue",
  ],
]) {
  test(`refused: ${what}`, () => {
    const locales = readLocales();
    change(locales);
    assert.ok(
      localeProblems(locales).some((line) => line.startsWith(found)),
      localeProblems(locales).join("\n"),
    );
  });
}

test("refused: a key in the sources that has no text", () => {
  const sources = `${sayingSources()} words.get("no.such.text")`;
  assert.deepEqual(localeProblems(readLocales(), sources), ["fr: no.such.text has no text"]);
});

test("every class of the style sheet is on some element", () => {
  const css = ["js/widget.css", "js/steps.css", "js/around.css", "js/layouts.css"]
    .map(read)
    .join("")
    .replace(/\/\*.*?\*\//gs, "");
  const classes = new Set([...css.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name));
  const given = new Set(
    [...sayingSources().matchAll(/["`]([a-z][\w -]*(?:\$\{\w+(?:\.\w+)?\})?)["`]/g)].flatMap(
      ([, text]) => text.split(" "),
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
