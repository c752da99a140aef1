// What may grow in a release that breaks nobody says so: each public enum of the crate is
// `#[non_exhaustive]`, or on the list of those that are whole, which core/README.md explains.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesOf, ROOT } from "../../js/tools/common.mjs";

const WHOLE = {
  "nature or law": ["Find", "Gender", "Kind", "Part", "PersonId", "Phase", "Sex"],
  "an organiser's choice between all there is": ["Ask", "Choice", "Names", "Scope", "Standing"],
  "who draws or sends each has to hear of a new one": ["Field", "ShareChannel", "Targets"],
};

/** Public enums of a source: name to whether more may come. */
function enums(source) {
  const found = new Map();
  let open = false;
  for (const line of source.split("\n")) {
    const [, name] = /^\s*pub enum (\w+)/.exec(line) ?? [];
    if (name) found.set(name, open);
    if (/^\s*#\[non_exhaustive\]/.test(line)) open = true;
    // Attributes, of several lines too, and words stand between it and the enum.
    else if (!/^\s*(#\[|\/\/|\)\]|derive\(|serde\(|feature = )/.test(line)) open = false;
  }
  return found;
}

test("an enum that may grow is told from one that may not", () => {
  const source = `#[non_exhaustive]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize)
)]
pub enum Open { A }
pub enum Whole { A }
#[non_exhaustive]
pub struct Other {}
pub enum WholeToo { A }
`;
  assert.deepEqual(Object.fromEntries(enums(source)), {
    Open: true,
    Whole: false,
    WholeToo: false,
  });
});

test("every public enum may grow or is known to be whole", () => {
  // `flow` has events and effects: who performs them has to hear of each.
  const files = filesOf(["core/src"], (path) => path.endsWith(".rs") && !/\bflow\b/.test(path));
  const all = new Map(files.flatMap((path) => [...enums(readFileSync(join(ROOT, path), "utf8"))]));
  const whole = [...all].filter(([, open]) => !open).map(([name]) => name);
  assert.ok(all.size > 20, `${all.size} enums`);
  assert.deepEqual(whole.sort(), Object.values(WHOLE).flat().sort());
});
