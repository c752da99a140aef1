// Takes out of a module what makes the text of a panic.
//
// In the browser a panic of Rust is a trap: with `panic = "abort"` and no standard error, the message
// is put together and then goes nowhere. Only a nightly toolchain can compile it away
// (`-Z build-std-features=panic_immediate_abort`). So the functions through which every panic goes
// become the one instruction that they end in, `unreachable`, and wasm-opt then drops all that only
// they called: formatting, and the tables of what is printable. What a visitor sees is the same.
//
// What only they mentioned goes as well, as far as the linker's own account of `linked` tells
// (`reach.mjs`): functions become traps, bytes become zeros, of which compression leaves nothing.
import { leb, mapSections, reader, SECTION } from "./module.mjs";
import { exportedNames, unreached } from "./reach.mjs";

/**
 * Functions of core, alloc and std that never return and only report why, by their mangled names (the
 * precompiled crates use the v0 scheme, generic code in ours the older one). `{:?}` is for developers:
 * nothing that a visitor runs prints with it but panics.
 */
const NEVER_RETURN = new RegExp(
  [
    "4core9panicking",
    "slice_error_fail",
    "\\d+slice_\\w*fail",
    "4core6option\\d+(unwrap|expect)_failed",
    "4core6result\\d+unwrap_failed",
    "4core4cell\\d+panic_already_",
    "4core4cell4lazy\\d+panic_poisoned",
    "5alloc7raw_vec\\d+(handle_error|capacity_overflow)",
    "handle_alloc_error",
    "3std9panicking",
    "3std5alloc8rust_oom",
    "rust_begin_unwind|rust_panic|__rust_start_panic",
    "\\d+insert_mut\\d+assert_failed",
    "5Debug3fmt",
    "core\\.\\.fmt\\.\\.Debug.*3fmt17h",
  ].join("|"),
);
/** These return, whatever they are called. */
const RETURNS = /panic_count|9panicking9panicking/;

/** The names of a module's functions, by index: the section "name", subsection 1. */
function functionNames(wasm) {
  const names = new Map();
  mapSections(wasm, (id, body) => {
    if (id !== SECTION.custom) return;
    const custom = reader(body, 0);
    if (custom.name() !== "name") return;
    while (!custom.done()) {
      const [subsection] = custom.take(1);
      const content = reader(custom.take(custom.number()), 0);
      if (subsection !== 1) continue;
      for (let left = content.number(); left > 0; left--)
        names.set(content.number(), content.name());
    }
  });
  return names;
}

/** How many functions come before those of the code section. */
function importedFunctions(wasm) {
  let functions = 0;
  mapSections(wasm, (id, body) => {
    if (id !== SECTION.imports) return;
    const imports = reader(body, 0);
    for (let left = imports.number(); left > 0; left--) {
      const [, name] = [imports.name(), imports.name()];
      const [kind] = imports.take(1);
      if (kind !== 0) throw new Error(`import ${name} is not a function (kind ${kind})`);
      imports.number();
      functions += 1;
    }
  });
  return functions;
}

/** No locals, `unreachable`, `end`. */
const TRAP = Buffer.from([0, 0x00, 0x0b]);

const isSilent = (name) => NEVER_RETURN.test(name) && !RETURNS.test(name);

/** Sections of the linker's account: true of the module as it was linked, and of no later one. */
const ACCOUNT = /^(linking|reloc\..*)$/;

/**
 * The module without the text of its panics, and how much was taken out. `linked` is the module as
 * the linker left it, with relocations; `wasm` what wasm-bindgen made of it.
 */
export function snipPanics(wasm, linked) {
  const names = functionNames(wasm);
  const kept = exportedNames(wasm, names);
  const dead = unreached(linked, functionNames(linked), isSilent, kept);
  const first = importedFunctions(wasm);
  let functions = 0;
  const bytes = mapSections(withoutAccount(wasm), (id, body) => {
    if (id === SECTION.data) return zeroed(body, dead.data);
    if (id !== SECTION.code) return undefined;
    const code = reader(body, 0);
    const count = code.number();
    const parts = [leb(count)];
    for (let index = 0; index < count; index++) {
      const of = code.take(code.number());
      const name = names.get(first + index) ?? "";
      const trap = isSilent(name) || dead.functions.has(name);
      if (trap) functions += 1;
      const kept = trap ? TRAP : of;
      parts.push(leb(kept.length), kept);
    }
    return Buffer.concat(parts);
  });
  return { wasm: bytes, functions, data: dead.data.reduce((sum, { size }) => sum + size, 0) };
}

/** The module without the sections that wasm-bindgen passed on unread. */
function withoutAccount(wasm) {
  const module = reader(wasm, 8);
  const parts = [wasm.subarray(0, 8)];
  while (!module.done()) {
    const start = module.at();
    const [id] = module.take(1);
    const body = module.take(module.number());
    const account = id === SECTION.custom && ACCOUNT.test(reader(body, 0).name());
    if (!account) parts.push(wasm.subarray(start, module.at()));
  }
  return Buffer.concat(parts);
}

/** A data section with zeros at these addresses. */
function zeroed(body, ranges) {
  const data = Buffer.from(body);
  const section = reader(data, 0);
  for (let left = section.number(); left > 0; left--) {
    section.take(2); // an active segment, `i32.const`
    const address = section.number();
    section.take(1); // `end`
    const bytes = section.take(section.number());
    for (const range of ranges) {
      const from = Math.max(range.address - address, 0);
      const to = Math.min(range.address + range.size - address, bytes.length);
      if (from < to) bytes.fill(0, from, to);
    }
  }
  return data;
}
