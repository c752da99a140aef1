// The options as JSON Schema: what the types say, and what the widget takes and refuses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import Ajv from "ajv/dist/2020.js";
import { ROOT } from "../../js/tools/common.mjs";
import { members, schema, written } from "../../js/tools/schema.mjs";

const FILE = readFileSync(join(ROOT, "js", "options.schema.json"), "utf8");

test("the committed schema is what the types say", () => {
  assert.equal(FILE, written(), "again: node js/tools/schema.mjs");
});

test("it has every option, each with a description", () => {
  const { $defs } = JSON.parse(FILE);
  for (const element of ["PetitionOptions", "MobilisationsOptions"]) {
    const { properties, additionalProperties } = $defs[element];
    const names = [...members("CommonOptions"), ...members(element)].map(({ name }) => name);
    assert.deepEqual(Object.keys(properties), names);
    assert.equal(additionalProperties, false);
    for (const [name, { description }] of Object.entries(properties)) {
      assert.ok(description?.length > 10, name);
    }
  }
});

test("a type of another form than it knows is an error, not a hole", () => {
  const source = readFileSync(join(ROOT, "js", "options.ts"), "utf8");
  assert.throws(() => schema(source.replace("  lang: string;", "  lang: Map<string, Date>;")));
});

const RIGHT = [
  {},
  { petition: "trains-de-nuit", api: "https://api.example.org", lang: "fr-CA" },
  { layout: "bar", scheme: "dark", accent: "rebeccapurple", steps: ["sign", "share"] },
  { fields: { phone: "hidden", locality: "required" }, consents: ["petition_updates"] },
  { links: { privacy: "https://a.example" }, targets: "none", texts: { submit: "Je signe" } },
  { targets: { kind: "list", people: [{ id: "a", name: "A" }] } },
];

/** What the widget names in the console; `tests/browser/options.spec.ts` has the same and more. */
const WRONG = [
  { petition: "Pas Ça" },
  { petition: "a".repeat(101) },
  { scheme: "blue" },
  { layout: "tower" },
  { steps: ["sign", "pay"] },
  { steps: 7 },
  { accent: 255 },
  { texts: "Signer" },
  { texts: { submit: 3 } },
  { fields: { phone: "yes" } },
  { fields: { téléphone: "hidden" } },
  { consents: 1 },
  { links: { donate: "https://a.example" } },
  { targets: "kings" },
  { targets: { kind: "list" } },
  { colour: "red" },
];

test("what the widget takes is right by it, what the widget refuses is wrong", () => {
  const ajv = new Ajv({ allErrors: true, formats: { "uri-reference": true } });
  const check = ajv.compile(JSON.parse(FILE));
  for (const options of RIGHT) assert.ok(check(options), JSON.stringify([options, check.errors]));
  for (const options of WRONG) assert.ok(!check(options), JSON.stringify(options));
  const list = ajv.compile({ ...JSON.parse(FILE), $ref: "#/$defs/MobilisationsOptions" });
  assert.ok(list({ postcode: "75018", radius: 50, open: "here" }), JSON.stringify(list.errors));
  for (const options of [{ radius: 0 }, { open: "there" }, { petition: "a" }]) {
    assert.ok(!list(options), JSON.stringify(options));
  }
});
