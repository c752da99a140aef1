// What of a module nothing can reach once its panics are silent.
//
// The linker keeps what some function mentions, and most of what is mentioned only by panics is data:
// tables of what is printable, and of how functions are called that print. wasm-opt drops functions
// that nothing calls but can't tell which bytes of data belong to whom, nor which entries of the table
// of functions are ever used. The linker can: with `--emit-relocs` it leaves a list of every symbol and
// of every place that mentions one ("Linking", https://github.com/WebAssembly/tool-conventions). So
// this walks from what is exported, past the functions that are silent, and gives back what it never
// came to: names of functions, and ranges of data.
import { reader, SECTION } from "./module.mjs";

/** What calls a closure for JavaScript: wasm-bindgen alone exports it, under a name of its own. */
const FOR_SCRIPTS = /wasm_bindgen7convert8closures\w*_6invoke17h/;
/** Kinds of symbols. */
const [FUNCTION_SYMBOL, DATA_SYMBOL, , SECTION_SYMBOL] = [0, 1, 2, 3];
const [UNDEFINED, EXPLICIT_NAME] = [0x10, 0x40];
const SYMBOL_TABLE = 8;
/** Relocations that carry an addend: those of memory addresses and of offsets. */
const ADDENDS = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);
/** A relocation of a type: it mentions no symbol. */
const TYPE_INDEX = 6;

/** The sections of a module: `{ id, name, body }`. */
function sections(wasm) {
  const module = reader(wasm, 8);
  const all = [];
  while (!module.done()) {
    const [id] = module.take(1);
    const body = module.take(module.number());
    const custom = id === SECTION.custom ? reader(body, 0) : undefined;
    const name = custom?.name();
    all.push({ id, name, body: custom ? body.subarray(custom.at()) : body });
  }
  return all;
}

/** The symbols of a "linking" section, by index. */
function symbols(body) {
  const linking = reader(body, 0);
  const version = linking.number();
  if (version !== 2) throw new Error(`linking section of version ${version}`);
  while (!linking.done()) {
    const [kind] = linking.take(1);
    const content = linking.take(linking.number());
    if (kind !== SYMBOL_TABLE) continue;
    const table = reader(content, 0);
    return Array.from({ length: table.number() }, () => {
      const [type] = table.take(1);
      const flags = table.number();
      const undefinedSymbol = (flags & UNDEFINED) !== 0;
      if (type === DATA_SYMBOL) {
        const name = table.name();
        if (undefinedSymbol) return { type, name };
        const [segment, offset, size] = [table.number(), table.number(), table.number()];
        return { type, name, segment, offset, size };
      }
      const index = table.number();
      if (type === SECTION_SYMBOL) return { type };
      const named = !undefinedSymbol || (flags & EXPLICIT_NAME) !== 0;
      return { type, index, name: named ? table.name() : undefined };
    });
  }
  throw new Error("linking section without symbols");
}

/** What a "reloc." section lists: the place, within its section's content, and the symbol there. */
function relocations(body) {
  const list = reader(body, 0);
  list.number(); // the section it is about
  const found = [];
  for (let left = list.number(); left > 0; left--) {
    const [type] = list.take(1);
    const [at, symbol] = [list.number(), list.number()];
    if (ADDENDS.has(type)) list.number();
    if (type !== TYPE_INDEX) found.push({ at, symbol });
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Where each function's body lies in the code section: `{ from, to }`, in order. */
function functionBodies(body) {
  const code = reader(body, 0);
  return Array.from({ length: code.number() }, () => {
    const size = code.number();
    const from = code.at();
    code.take(size);
    return { from, to: from + size };
  });
}

/** Where each data segment's bytes lie in the data section, and at which address they go. */
function dataSegments(body) {
  const data = reader(body, 0);
  return Array.from({ length: data.number() }, () => {
    const mode = data.number();
    if (mode !== 0) throw new Error(`data segment of mode ${mode}`);
    const [constant] = data.take(1);
    const address = data.number();
    const [end] = data.take(1);
    if (constant !== 0x41 || end !== 0x0b) throw new Error("data segment without a plain address");
    const size = data.number();
    const from = data.at();
    data.take(size);
    return { address, from, size };
  });
}

/** How many functions are imported, and which are exported: `{ index, name }`. */
function boundary(all) {
  const of = (id) => all.find((section) => section.id === id)?.body;
  const imports = reader(of(SECTION.imports), 0);
  let imported = 0;
  for (let left = imports.number(); left > 0; left--) {
    imports.name();
    imports.name();
    const [kind] = imports.take(1);
    if (kind !== 0) throw new Error(`import of kind ${kind}`);
    imports.number();
    imported += 1;
  }
  const exports = reader(of(SECTION.exports), 0);
  const exported = [];
  for (let left = exports.number(); left > 0; left--) {
    const name = exports.name();
    const [kind] = exports.take(1);
    const index = exports.number();
    if (kind === 0) exported.push({ index, name });
  }
  return { imported, exported };
}

/** The names of the functions that a module exports, `names` being those of all its functions. */
export const exportedNames = (wasm, names) =>
  new Set(boundary(sections(wasm)).exported.map(({ index }) => names.get(index)));

/** The relocations between two places. */
function between(list, from, to) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].at < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < list.length && list[end].at < to) end += 1;
  return list.slice(low, end);
}

/**
 * What of a linked module, with relocations, is never reached where the functions that `isSilent`
 * names do nothing: the `functions` by name, and the `data` as `{ address, size }`.
 *
 * `kept` are the names of what wasm-bindgen exports of it: what calls a closure for JavaScript is
 * exported by it alone. What describes types to wasm-bindgen is gone after it has run.
 */
export function unreached(wasm, names, isSilent, kept) {
  const all = sections(wasm);
  const of = (id) => all.find((section) => section.id === id).body;
  const custom = (name) => {
    const found = all.find((section) => section.name === name);
    if (!found) throw new Error(`the linker left no "${name}" section`);
    return found.body;
  };
  const table = symbols(custom("linking"));
  const inCode = relocations(custom("reloc.CODE"));
  const inData = relocations(custom("reloc.DATA"));
  const bodies = functionBodies(of(SECTION.code));
  const data = Buffer.from(of(SECTION.data));
  const segments = dataSegments(data);
  const { imported, exported } = boundary(all);

  const liveFunctions = new Set();
  const liveData = new Set();
  const roots = exported.filter(({ name }) => !name.startsWith("__wbindgen_describe"));
  const queue = roots.map(({ index }) => ({ function: index }));
  for (const [index, name] of names) {
    if (kept.has(name) || FOR_SCRIPTS.test(name)) queue.push({ function: index });
  }
  const mention = ({ symbol }) => {
    const found = table[symbol];
    if (found.type === FUNCTION_SYMBOL) queue.push({ function: found.index });
    else if (found.type === DATA_SYMBOL && found.segment !== undefined) queue.push({ data: found });
  };
  /**
   * Where a panic happened (`core::panic::Location`: file, its length, line, column), which nobody is
   * told: whoever panics passes it to what is silent.
   */
  const isLocation = ({ segment, offset, size }) => {
    if (size !== 16) return false;
    const { from } = segments[segment];
    const mentioned = between(inData, from + offset, from + offset + size);
    const file = mentioned.length === 1 && table[mentioned[0].symbol];
    if (!file || mentioned[0].at !== from + offset || file.segment === undefined) return false;
    const length = data.readUInt32LE(from + offset + 4);
    const start = segments[file.segment].from + file.offset;
    return data.toString("latin1", start, start + length).endsWith(".rs");
  };
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (next.data) {
      if (liveData.has(next.data) || isLocation(next.data)) continue;
      liveData.add(next.data);
      const from = segments[next.data.segment].from + next.data.offset;
      between(inData, from, from + next.data.size).forEach(mention);
    } else if (next.function >= imported && !liveFunctions.has(next.function)) {
      liveFunctions.add(next.function);
      if (isSilent(names.get(next.function) ?? "")) continue;
      const { from, to } = bodies[next.function - imported];
      between(inCode, from, to).forEach(mention);
    }
  }

  // A name may stand for several functions: it goes only if all of them do.
  const live = new Set([...liveFunctions].map((index) => names.get(index)));
  const functions = new Set();
  for (let index = imported; index < imported + bodies.length; index++) {
    const name = names.get(index);
    if (name && !live.has(name)) functions.add(name);
  }
  // Symbols may overlap (merged strings): a byte goes only if nothing that is kept has it.
  const marks = segments.map(({ size }) => new Uint8Array(size));
  for (const symbol of table) {
    if (symbol.type !== DATA_SYMBOL || symbol.segment === undefined) continue;
    const mark = liveData.has(symbol) ? 2 : 1;
    const bytes = marks[symbol.segment];
    for (let at = symbol.offset; at < symbol.offset + symbol.size; at++) {
      if (bytes[at] < mark) bytes[at] = mark;
    }
  }
  const ranges = [];
  for (const [index, bytes] of marks.entries()) {
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] !== 1) continue;
      const start = at;
      while (bytes[at] === 1) at += 1;
      ranges.push({ address: segments[index].address + start, size: at - start });
    }
  }
  return { functions, data: ranges };
}
