// Reading and writing the WebAssembly binary format, as far as the build changes modules.
// https://webassembly.github.io/spec/core/binary/

/** Numbers of the sections that the build looks into. */
export const SECTION = { custom: 0, imports: 2, exports: 7, code: 10, data: 11 };

/** A reader of the module format's LEB128 numbers and length-prefixed names. */
export function reader(bytes, from) {
  let at = from;
  const self = {
    at: () => at,
    done: () => at >= bytes.length,
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

export function leb(value) {
  const out = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...out, rest]);
    out.push((rest % 128) | 0x80);
  }
}

/** A name with its length before it. */
export const named = (text) => Buffer.concat([leb(Buffer.byteLength(text)), Buffer.from(text)]);

/** The module with another body for each section that `change` gives one for. */
export function mapSections(wasm, change) {
  const module = reader(wasm, 8);
  const parts = [wasm.subarray(0, 8)];
  while (!module.done()) {
    const [id] = module.take(1);
    const body = module.take(module.number());
    const changed = change(id, body) ?? body;
    parts.push(Buffer.from([id]), leb(changed.length), changed);
  }
  return Buffer.concat(parts);
}
