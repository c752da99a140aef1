// wasm-bindgen's glue in fewer words.
//
// It is written for every browser since 2017 and for every value that Rust may hand over. The
// supported ones (`target` in build.mjs) have `FinalizationRegistry`, give a memory a new buffer when it
// grows, and name their classes; and what wasm-bindgen writes out for each imported function is said
// here once. Behaviour is the same but for one thing: a text decoder is not renewed after 2 GB of text.

/** Declarations in place of wasm-bindgen's own; each must be there, or this version is not known. */
const IN_PLACE = [
  [
    /function getDataViewMemory0\(\) \{[\s\S]*?\n\}/,
    `function getDataViewMemory0() {
    if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    return cachedDataViewMemory0;
}`,
  ],
  [
    /function getUint8ArrayMemory0\(\) \{[\s\S]*?\n\}/,
    `function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0?.buffer !== wasm.memory.buffer) cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    return cachedUint8ArrayMemory0;
}`,
  ],
  [/^cachedTextDecoder\.decode\(\);$/m, ""],
  [/^const MAX_SAFARI_DECODE_BYTES = \d+;\nlet numBytesDecoded = 0;$/m, ""],
  [
    /function decodeText\(ptr, len\) \{[\s\S]*?\n\}|function decodeText\(bytes\) \{[\s\S]*?\n\}/,
    `function decodeText(bytes) {
    return cachedTextDecoder.decode(bytes);
}`,
  ],
  // As much room as UTF-8 may need, then as much as it took.
  [
    /function passStringToWasm0\(arg, malloc, realloc\) \{[\s\S]*?\n\}/,
    `function passStringToWasm0(arg) {
    const len = arg.length * 3;
    const ptr = wasm.__wbindgen_malloc(len, 1) >>> 0;
    WASM_VECTOR_LEN = 0;
    if (!len) return ptr;
    WASM_VECTOR_LEN = cachedTextEncoder.encodeInto(arg, getUint8ArrayMemory0().subarray(ptr, ptr + len)).written;
    return wasm.__wbindgen_realloc(ptr, len, WASM_VECTOR_LEN, 1) >>> 0;
}
function giveString(at, text, optional) {
    const ptr = optional && isLikeNone(text) ? 0 : passStringToWasm0(text);
    getDataViewMemory0().setInt32((at >>> 0) + 4, WASM_VECTOR_LEN, true);
    getDataViewMemory0().setInt32(at >>> 0, ptr, true);
}
function giveOptional(value) {
    return isLikeNone(value) ? 0 : addToExternrefTable0(value);
}`,
  ],
  [
    /function handleError\(f, args\) \{[\s\S]*?\n\}/,
    `function caught(f) {
    return (...args) => {
        try {
            return f(...args);
        } catch (e) {
            wasm.__wbindgen_exn_store(addToExternrefTable0(e));
        }
    };
}`,
  ],
];

/** Places in the glue, in fewer words. */
const WORDS = [
  // What a comment says differs between modules that do the same.
  [/^\s*\/\/ Cast intrinsic for .*\n/gm, ""],
  [/\(typeof FinalizationRegistry === 'undefined'\)\s*\? \{[^}]*\{\}[^}]*\{\} \}\s*: /g, ""],
  [
    /let result;\s*try \{\s*result = (arg0 instanceof \w+);\s*\} catch \(_\) \{\s*result = false;\s*\}\s*const ret = result;/g,
    "const ret = $1;",
  ],
  [/(passStringToWasm0\([^;\n]*?), wasm\.__wbindgen_malloc, wasm\.__wbindgen_realloc\)/g, "$1)"],
  [
    /const ret = (.*);\n\s*const ptr1 = passStringToWasm0\(ret\);\n\s*const len1 = WASM_VECTOR_LEN;\n.*\+ 4 \* 1, len1, true\);\n.*\+ 4 \* 0, ptr1, true\);/g,
    "giveString(arg0, $1);",
  ],
  [
    /const ret = (.*);\n\s*var ptr1 = isLikeNone\(ret\) \? 0 : passStringToWasm0\(ret\);\n\s*var len1 = WASM_VECTOR_LEN;\n.*\+ 4 \* 1, len1, true\);\n.*\+ 4 \* 0, ptr1, true\);/g,
    "giveString(arg0, $1, true);",
  ],
  [
    /const ret = (.*);\n\s*return isLikeNone\(ret\) \? 0 : addToExternrefTable0\(ret\);/g,
    "return giveOptional($1);",
  ],
];

/** A function that calls a closure of Rust's: each has a hash of its own for a name. */
const INVOKE = /^function (_ZN\w*8closures\w*6invoke\w+)(\((?:arg\d, )*arg\d\) \{\n[\s\S]*?\n\})/gm;

/**
 * The glue of one module in fewer words, and `alias`: what it now calls the exports that it has new
 * names for, the same in every module that calls closures of the same shape.
 */
export function tidied(glue) {
  const alias = new Map();
  const shapes = new Map();
  for (const [, name, text] of glue.matchAll(INVOKE)) {
    const shape = text.replaceAll(name, "");
    const seen = shapes.get(shape) ?? 0;
    shapes.set(shape, seen + 1);
    const hash = [...shape].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, seen);
    alias.set(name, `invoke_${hash.toString(36)}`);
  }
  let text = glue;
  for (const [name, short] of alias) text = text.replaceAll(name, short);
  for (const [found, instead] of IN_PLACE) {
    if (!found.test(text)) throw new Error(`the glue has nothing like ${found}`);
    text = text.replace(found, () => instead);
  }
  for (const [found, instead] of WORDS) text = text.replace(found, instead);
  return { text, alias };
}
