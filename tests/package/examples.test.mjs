// Every public item of the crate's finished modules has an example in its documentation, so that it
// compiles as a doc test. A module is finished when it is listed here; none leaves the list.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesOf, ROOT } from "../../js/tools/common.mjs";

const FINISHED = [
  ...[
    "consent",
    "field",
    "flow/failure",
    "flow/handover",
    "flow/message",
    "flow/request",
    "flow/sign",
  ],
  ...["geo", "link", "platform", "policy", "problem", "signature"],
  ...["tally", "time", "url"],
];
const ITEM = /^\s*pub (?:const |async |unsafe )*(fn|struct|enum|trait|type|const|union) (\w+)/;

/** Public items of a source that have no example: `line: kind name`. */
function withoutExample(source) {
  const missing = [];
  let example = false;
  const lines = source.split("\n");
  for (const [index, line] of lines.entries()) {
    if (/^#\[cfg\(test\)\]/.test(line) && /^mod \w+ \{/.test(lines[index + 1] ?? "")) break;
    if (/^\s*(\/\/\/|#\[|\)\]|\/\/ )/.test(line)) {
      example ||= /\/\/\/ ```/.test(line);
      continue;
    }
    const [, kind, name] = ITEM.exec(line) ?? [];
    if (kind && !example) missing.push(`${index + 1}: ${kind} ${name}`);
    // An attribute of several lines stands between an item and its words.
    if (!/^\s{4,}(feature = |derive\(|serde\(|reason|clippy)/.test(line)) example = false;
  }
  return missing;
}

test("what has no example is found", () => {
  const source = `
/// Words.
///
/// \`\`\`
/// assert!(true);
/// \`\`\`
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize)
)]
pub struct With(u8);
/// Words.
#[derive(Debug)]
pub enum Without { A }
impl With {
    /// Words.
    pub const fn get(&self) -> u8 { 0 }
    pub(crate) fn own(&self) {}
}
`;
  assert.deepEqual(withoutExample(source), ["14: enum Without", "17: fn get"]);
});

for (const module of FINISHED) {
  test(`every public item of ${module} has an example`, () => {
    const files = filesOf(["core/src"], (path) =>
      new RegExp(`^core/src/${module}(\\.rs$|/(?!.*tests).*\\.rs$)`).test(
        path.replaceAll("\\", "/"),
      ),
    );
    assert.notEqual(files.length, 0, "a module of that name");
    const missing = files.flatMap((path) =>
      withoutExample(readFileSync(join(ROOT, path), "utf8")).map((item) => `${path}:${item}`),
    );
    assert.deepEqual(missing, []);
  });
}
