// The texts of the widget: what they have to hold, and what of them the package has where.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { filesOf, ROOT } from "./common.mjs";

/**
 * Keys, or beginnings of keys, of what is said before the later texts are there. They come with the
 * first focus: what is wrong with a field has its words then, and "check this" until then.
 */
const FIRST = [
  ..."load. carried_by count. remaining. progress read form. optional field. hint. suggestion".split(
    " ",
  ),
  ..."consents consent. submit sending privacy not_open closed errors.".split(" "),
  ..."error.invalid error.required".split(" "),
  ..."retry thanks journey step. milestone. layout.".split(" "),
];

/** What the list of mobilisations says, which needs none of the further steps. */
const isAround = (key) => key.startsWith("around.");
/** Of that, what the gatherings say of distances as well. */
const isShared = (key) =>
  /^around\.(distance|postcode\.hint|looking|unknown|unreachable)/.test(key);

/** "Sending…" goes on until there are words for how long it takes. */
const NOT_FIRST = ["sending.slow"];

export const isFirst = (key) =>
  !NOT_FIRST.includes(key) && FIRST.some((start) => key === start || key.startsWith(start));

/** In French a space precedes these marks, and no line may begin with one. */
const glued = (text) => text.replace(/ (?=[?!:;»])|(?<=«) /g, "\u00a0");

/** The three files of a language. White space is for those who write the texts, not for visitors. */
export function splitLocale(lang, json) {
  const [first, steps, around] = [{}, {}, {}];
  for (const [key, text] of Object.entries(JSON.parse(json))) {
    const worded = lang === "fr" ? glued(text) : text;
    if (isFirst(key)) first[key] = worded;
    else if (isAround(key)) around[key] = worded;
    else steps[key] = worded;
    if (isShared(key)) steps[key] = worded;
    // Of the postcode, the list says what is wrong with the same words as the form.
    if (key.startsWith("error.postcode")) around[key] = worded;
  }
  return { first, later: { steps, around } };
}

/** Plural categories: `count.one` is the text of `count`. */
const PLURAL = /\.(zero|one|two|few|many|other)$/;

/** Of each language, every text by key. */
export function readLocales() {
  const paths = filesOf(["js/locales"], (path) => path.endsWith(".json"));
  return Object.fromEntries(
    paths.map((path) => [
      basename(path, ".json"),
      JSON.parse(readFileSync(join(ROOT, path), "utf8")),
    ]),
  );
}

/**
 * The categories that a language must word (CLDR, cardinal). "many" of the Romance languages is for
 * whole millions, where the widget writes digits: their "other" is right there.
 */
function categories(lang) {
  const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions();
  const spared = ["es", "fr", "it", "pt"].includes(lang) ? ["many"] : [];
  return pluralCategories.filter((name) => !spared.includes(name)).sort();
}

/** The values that a text has filled in: `{name}`. */
const values = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join(" ");

/** What is wrong with the texts of `lang`, against the French ones; a line for each. */
function wrongTexts(lang, texts, french) {
  const wrong = [];
  const stem = (key) => key.replace(PLURAL, "");
  const stems = (of) => new Set(Object.keys(of).map(stem));
  const [have, want] = [stems(texts), stems(french)];
  for (const key of want) if (!have.has(key)) wrong.push(`${lang}: ${key} is missing`);
  for (const key of have) if (!want.has(key)) wrong.push(`${lang}: ${key} is not in fr.json`);
  // `people.other` alone is no plural: other people.
  const plurals = Object.keys(french)
    .filter((key) => key.endsWith(".one"))
    .map(stem);
  for (const key of plurals) {
    const given = Object.keys(texts)
      .filter((name) => PLURAL.test(name) && stem(name) === key)
      .map((name) => name.slice(key.length + 1))
      .sort();
    const needed = categories(lang);
    if (have.has(key) && String(given) !== String(needed)) {
      wrong.push(`${lang}: ${key} has ${given.join(", ")}; needed: ${needed.join(", ")}`);
    }
  }
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text !== "string" || text.trim() !== text || text === "") {
      wrong.push(`${lang}: ${key} is no text, or begins or ends with a space`);
      continue;
    }
    const reference = french[key] ?? french[`${stem(key)}.other`];
    // "One" and "two" may say the number in a word.
    const spoken = /\.(zero|one|two)$/.test(key) ? "{n}" : undefined;
    const without = (of) => values(of.replaceAll(spoken ?? "\0", ""));
    if (reference !== undefined && without(text) !== without(reference)) {
      wrong.push(`${lang}: ${key} fills in ${values(text)}; fr.json: ${values(reference)}`);
    }
  }
  return wrong;
}

const source = (path) => readFileSync(join(ROOT, path), "utf8");

/** Names that the core gives to what a family of keys speaks of. */
function familiesOfCore() {
  const named = (path, pattern) => {
    const names = [...source(path).matchAll(pattern)].map(([, name]) => name);
    if (names.length < 2) throw new Error(`${path} names nothing that texts speak of`);
    return names;
  };
  return {
    codes: named("core/src/problem-codes.md", /^\| `(\w+)` \|/gm),
    fields: named("core/src/field/mod.rs", /=> "(\w+)"/g),
    channels: named("core/src/interpellation/channel.rs", /=> "(\w+)"/g),
    failures: named("core/src/flow/failure.rs", /=> "(\w+)"/g),
    parts: named("core/src/directory/hint.rs", /=> "(\w+)"/g),
    steps: named("core/src/journey.rs", /=> "(\w+)"/g),
    maps: named("core/src/map.rs", /=> "(\w+)"/g),
    // An organiser names purposes freely; these come with a wording.
    purposes: ["petition_updates", "newsletter", "public_signatory"],
    // What `Policy::subscription` asks.
    subscriptions: ["petition_updates", "gatherings", "similar_petitions"],
    // Of the contract's networks, those that are no channel.
    networks: ["website", "instagram", "youtube", "peertube"],
  };
}

/** Whether a text is said by something in the sources: the key stands there, or is put together. */
function isSaid(key, sources, core) {
  const stem = key.replace(PLURAL, "");
  if (sources.includes(`"${key}"`) || sources.includes(`"${stem}"`)) return true;
  // `["field.", name].concat()`: the family is in the sources, the name in the core.
  const family = (prefix, names) =>
    sources.includes(`"${prefix}`) && names.includes(key.slice(prefix.length));
  const [, field, code] = /^error\.(\w+)\.(\w+)$/.exec(key) ?? [];
  return (
    (core.fields.includes(field) && core.codes.includes(code)) ||
    family("error.", core.codes) ||
    family("field.", core.fields) ||
    family("hint.", core.fields) ||
    family("consent.", core.purposes) ||
    family("failure.", core.failures) ||
    family("lost.", core.failures) ||
    family("map.", core.maps) ||
    family("network.", core.networks) ||
    family("updates.", core.subscriptions) ||
    family("channel.", core.channels) ||
    family("part.", core.parts) ||
    family("step.", core.steps) ||
    family("message.open.", core.channels)
  );
}

/** Every source file that says texts, as one. */
export const sayingSources = () =>
  filesOf(["wasm/src", "js"], (path) => /^(wasm\/src\/.*\.rs|js\/[^/]+\.ts)$/.test(path))
    .map(source)
    .join("\n");

/**
 * What is wrong with the texts, a line for each: a key that a language lacks or has too much, a plural
 * without one of the language's categories, a value that is not filled in, a text that nothing says,
 * a key in the sources that has no text. No build is made of such texts.
 */
export function localeProblems(locales = readLocales(), sources = sayingSources()) {
  const { fr } = locales;
  const core = familiesOfCore();
  const wrong = Object.entries(locales).flatMap(([lang, texts]) => wrongTexts(lang, texts, fr));
  for (const key of Object.keys(fr)) {
    if (!isSaid(key, sources, core)) wrong.push(`fr: nothing says ${key}`);
  }
  const has = (key) => key in fr || `${key}.other` in fr;
  const needed = [
    ...core.codes.map((code) => `error.${code}`),
    ...core.parts.map((part) => `part.${part}`),
    ...core.failures.map((failure) => `failure.${failure}`),
    ...core.failures.map((failure) => `lost.${failure}`),
    ...core.maps.map((map) => `map.${map}`),
    ...core.subscriptions.map((purpose) => `updates.${purpose}`),
    ...core.steps.map((step) => `step.${step}`),
  ];
  const plain =
    /words\s*\.(?:get|with|find|counted)\(\s*"([a-z_.]+)"|(?:locale|first)\["([a-z_.]+)"\]/g;
  for (const [, one, two] of sources.matchAll(plain)) needed.push(one ?? two);
  for (const key of new Set(needed)) {
    if (!key.endsWith(".") && !has(key)) wrong.push(`fr: ${key} has no text`);
  }
  return wrong;
}
