// Takes out of a module what makes the text of a panic.
//
// In the browser a panic of Rust is a trap: with `panic = "abort"` and no standard error, the message
// is put together and then goes nowhere. Only a nightly toolchain can compile it away
// (`-Z build-std-features=panic_immediate_abort`). So the functions through which every panic goes
// become the one instruction that they end in, `unreachable`, and wasm-opt then drops all that only
// they called: formatting, and the tables of what is printable. What a visitor sees is the same.
import { leb, mapSections, reader, SECTION } from "./module.mjs";

/** Functions of core, alloc and std that never return and only report why. */
const NEVER_RETURN = new RegExp(
  [
    "^core(\\[\\w+\\])?::panicking::",
    "^core(\\[\\w+\\])?::str::slice_error_fail",
    "^core(\\[\\w+\\])?::slice::index::slice_\\w*fail",
    "^core(\\[\\w+\\])?::slice::\\w*::len_mismatch_fail",
    "^core(\\[\\w+\\])?::option::(unwrap|expect)_failed",
    "^core(\\[\\w+\\])?::result::unwrap_failed",
    "^core(\\[\\w+\\])?::cell::panic_already_",
    "^alloc(\\[\\w+\\])?::raw_vec::(handle_error|capacity_overflow)",
    "^alloc(\\[\\w+\\])?::alloc::handle_alloc_error",
    "^std(\\[\\w+\\])?::panicking::",
    "^std(\\[\\w+\\])?::alloc::rust_oom",
    "^__rustc(\\[\\w+\\])?::(rust_begin_unwind|__rust_start_panic|rust_panic)",
    // `{:?}` is for developers: nothing that a visitor runs prints with it but panics.
    " as core(\\[\\w+\\])?::fmt::Debug>::fmt",
    "^<core(\\[\\w+\\])?::panic::\\w+::\\w+ as core(\\[\\w+\\])?::fmt::Display>::fmt",
    "^<std(\\[\\w+\\])?::panicking::",
    "::insert_mut::assert_failed",
    "^rust_panic|^rust_begin_unwind|^__rust_start_panic",
  ].join("|"),
);
/** These return, whatever they are called. */
const RETURNS = /panic_count|panicking::panicking|set_hook|take_hook/;

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

/** The module without the text of its panics, and the names of what was taken out. */
export function snipPanics(wasm) {
  const names = functionNames(wasm);
  const first = importedFunctions(wasm);
  const snipped = [];
  const bytes = mapSections(wasm, (id, body) => {
    if (id !== SECTION.code) return undefined;
    const code = reader(body, 0);
    const count = code.number();
    const parts = [leb(count)];
    for (let index = 0; index < count; index++) {
      const of = code.take(code.number());
      const name = names.get(first + index) ?? "";
      const trap = NEVER_RETURN.test(name) && !RETURNS.test(name);
      if (trap) snipped.push(name);
      const kept = trap ? TRAP : of;
      parts.push(leb(kept.length), kept);
    }
    return Buffer.concat(parts);
  });
  return { wasm: bytes, snipped };
}
