// Every public item of the crate has an example in its documentation, so that it compiles as a doc
// test.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { filesOf, ROOT } from "../../js/tools/common.mjs";

const ITEM = /^\s*pub (?:const |async |unsafe )*(fn|struct|enum|trait|type|const|union) (\w+)/;
/** What a public trait asks for is public without saying so. */
const ASKED = /^ {4}(fn|type|const) (\w+)/;

/** Public items of a source that have no example: `line: kind name`. */
function withoutExample(source) {
  const missing = [];
  let example = false;
  let inFence = false;
  let inTrait = false;
  const lines = source.split("\n");
  for (const [index, line] of lines.entries()) {
    if (/^#\[cfg\(test\)\]/.test(line) && /^mod \w+ \{/.test(lines[index + 1] ?? "")) break;
    if (/^\s*(\/\/\/|#\[|\)\]|\/\/ )/.test(line)) {
      const [, language] = /\/\/\/ ```(\w*)/.exec(line) ?? [];
      // One of another language is none.
      if (language !== undefined) {
        example ||= !inFence && language === "";
        inFence = !inFence;
      }
      continue;
    }
    const [, kind, name] = ITEM.exec(line) ?? (inTrait ? ASKED.exec(line) : null) ?? [];
    if (kind && !example) missing.push(`${index + 1}: ${kind} ${name}`);
    if (kind === "trait") inTrait = true;
    if (line === "}") inTrait = false;
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
///
/// \`\`\`json
/// {}
/// \`\`\`
#[derive(Debug)]
pub enum Without { A }
impl With {
    /// Words.
    pub const fn get(&self) -> u8 { 0 }
    pub(crate) fn own(&self) {}
}
/// Words.
///
/// \`\`\`
/// assert!(true);
/// \`\`\`
pub trait Asks {
    /// Words.
    fn asked(&self);
}
fn own() {
    fn further() {}
}
`;
  const missing = ["18: enum Without", "21: fn get", "31: fn asked"];
  assert.deepEqual(withoutExample(source), missing);
});

test("every public item has an example", () => {
  const files = filesOf(["core/src"], (path) => path.endsWith(".rs") && !/\btests\b/.test(path));
  assert.ok(files.length > 100, `${files.length} files`);
  const missing = files.flatMap((path) =>
    withoutExample(readFileSync(join(ROOT, path), "utf8")).map((item) => `${path}:${item}`),
  );
  assert.deepEqual(missing, []);
});
