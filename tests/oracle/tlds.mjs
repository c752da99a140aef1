// Writes core/src/interpellation/tlds.txt from the names that `twitter-text` knows:
//
//   node tests/oracle/tlds.mjs
//
// Form: 27 numbers of four digits, where the names that begin with a, b … z and with another letter
// start, counted in bytes after these numbers; then the sorted names, front-coded: a capital letter
// for how many characters a name shares with the one before (A = 0), and the rest of it. Country codes
// of two letters are left out (the core has them as bits).
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import twitter from "twitter-text";

/** Every name in a pattern of the reference. */
export function names() {
  return ["validGTLD", "validCCTLD"].flatMap((name) =>
    twitter.regexen[name].source.match(/\(\?:\(\?:(.*?)\)\(\?=/)[1].split("|"),
  );
}

export function list() {
  let before = "";
  let text = "";
  const starts = new Map();
  for (const name of names()
    .filter((name) => !/^[a-z]{2}$/.test(name))
    .sort()) {
    let shared = 0;
    while (shared < before.length && before[shared] === name[shared]) shared += 1;
    const first = /^[a-z]/.test(name) ? name[0] : "{";
    if (!starts.has(first)) starts.set(first, Buffer.byteLength(text));
    text += String.fromCharCode(65 + shared) + name.slice(shared);
    before = name;
  }
  const numbers = [..."abcdefghijklmnopqrstuvwxyz{"].map((first) =>
    String(starts.get(first) ?? Buffer.byteLength(text)).padStart(4, "0"),
  );
  return numbers.join("") + text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../../core/src/interpellation/tlds.txt", import.meta.url), list());
}
