// Short names for what a wasm module imports from its glue.
//
// wasm-bindgen names each import after what it does and a digest: 50 characters in the module and the
// same 50 in the glue, of which no compressor can make the digests smaller. Both sides belong to one
// build, so both take `$0`, `$1` …: 3 to 4 kB of brotli in the first view (`npm run size`).
// Binaryen's own pass (`--minify-imports`) renames the imports of Emscripten's modules only.

/** A reader and writer of the module format's LEB128 numbers and length-prefixed names. */
function reader(bytes, from) {
  let at = from;
  const self = {
    at: () => at,
    number() {
      let [value, shift] = [0, 0];
      for (;;) {
        const byte = bytes[at++];
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value;
        shift += 7;
      }
    },
    take(length) {
      at += length;
      return bytes.subarray(at - length, at);
    },
    name: () => Buffer.from(self.take(self.number())).toString("utf8"),
  };
  return self;
}

function leb(value) {
  const out = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...out, rest]);
    out.push((rest % 128) | 0x80);
  }
}

const named = (text) => Buffer.concat([leb(Buffer.byteLength(text)), Buffer.from(text)]);

const IMPORTS = 2;
const FUNCTION = 0;

/**
 * Renames the function imports of `wasm` and the same names in `glue`.
 * Throws where the two do not agree: better no build than one that fails in a browser.
 */
export function shortenImports(wasm, glue) {
  const module = reader(wasm, 8);
  let renamed = glue;
  const parts = [wasm.subarray(0, 8)];
  while (module.at() < wasm.length) {
    const start = module.at();
    const [id] = module.take(1);
    const length = module.number();
    const body = module.take(length);
    if (id !== IMPORTS) {
      parts.push(wasm.subarray(start, module.at()));
      continue;
    }
    const imports = reader(body, 0);
    const count = imports.number();
    const entries = [leb(count)];
    for (let index = 0; index < count; index++) {
      const [from, name] = [imports.name(), imports.name()];
      const [kind] = imports.take(1);
      if (kind !== FUNCTION) throw new Error(`import ${name} is not a function (kind ${kind})`);
      const short = `$${index.toString(36)}`;
      renamed = replaceOnce(renamed, `        ${name}: function`, `        ${short}: function`);
      entries.push(named("$"), named(short), Buffer.from([kind]), leb(imports.number()));
      if (index === 0) renamed = replaceOnce(renamed, `"${from}": import0`, '"$": import0');
    }
    const section = Buffer.concat(entries);
    parts.push(Buffer.from([id]), leb(section.length), section);
  }
  return { wasm: Buffer.concat(parts), glue: renamed };
}

function replaceOnce(text, what, by) {
  const at = text.indexOf(what);
  if (at < 0 || text.indexOf(what, at + 1) >= 0) throw new Error(`the glue lacks ${what.trim()}`);
  return text.slice(0, at) + by + text.slice(at + what.length);
}
