// One glue for all wasm modules.
//
// wasm-bindgen writes a script beside each module: the functions that the module imports, the helpers
// that they share, a class for each exported struct, and a loader. The modules of this package are
// built from one crate, so their scripts are nearly the same text, yet in a bundle each would be there
// on its own, renamed by the minifier until no compressor sees the likeness: 1.2 kB of brotli in the
// first view for each later step (`npm run size`). So they are laid over each other here: what two of
// them have in common stands once, what the optimiser removed the use of does not stand at all, and
// names of which no compressor can make the digests smaller become `$0`, `$1` … on both sides.
//
// The result is `engine(load)`: a scope of its own for each module, since each has its own memory.

import { leb, mapSections, named, reader, SECTION } from "./module.mjs";
import { tidied } from "./tidy.mjs";

const FUNCTION = 0;

/** Renames the functions that a module imports: all under the module name `$`. */
function renameImports(body, rename) {
  const imports = reader(body, 0);
  const count = imports.number();
  const entries = [leb(count)];
  for (let index = 0; index < count; index++) {
    imports.name();
    const name = imports.name();
    const [kind] = imports.take(1);
    if (kind !== FUNCTION) throw new Error(`import ${name} is not a function (kind ${kind})`);
    entries.push(named("$"), named(rename(name)), Buffer.from([kind]), leb(imports.number()));
  }
  return Buffer.concat(entries);
}

/** Renames what a module exports. */
function renameExports(body, rename) {
  const exports = reader(body, 0);
  const count = exports.number();
  const entries = [leb(count)];
  for (let index = 0; index < count; index++) {
    const name = exports.name();
    entries.push(named(rename(name)), exports.take(1), leb(exports.number()));
  }
  return Buffer.concat(entries);
}

/** What stands between two lines of a script, the first `open` and the last `close` included. */
function block(lines, at, close) {
  let end = at;
  while (lines[end] !== close) {
    end += 1;
    if (end >= lines.length) throw new Error(`the glue has no end for: ${lines[at]}`);
  }
  return { text: lines.slice(at, end + 1).join("\n"), next: end + 1 };
}

/** Declarations of a script at its top level, by name, in order. Comments are dropped. */
function* declarations(lines) {
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    const found =
      /^(?:export )?(?:async )?(function|class|let|const) (\w+)/.exec(line) ??
      /^(if) \((Symbol\.dispose|!\('encodeInto')/.exec(line);
    if (!found) {
      const statement = /^(\w+)\.decode\(\);$/.exec(line);
      if (statement) yield { kind: "do", name: `${statement[1]}.decode`, text: line };
      else if (line.trim() && !/^(\/\*|\s|export \{|\}|\/\/)/.test(line) && !line.startsWith(" *"))
        throw new Error(`the glue has a line of an unknown kind: ${line}`);
      at += 1;
      continue;
    }
    const [, kind, name] = found;
    let text = line;
    let next = at + 1;
    if (kind === "function" || kind === "class" || line.endsWith("{")) {
      ({ text, next } = block(lines, at, line.endsWith("({") ? "});" : "}"));
    } else {
      while (!text.endsWith(";")) text += `\n${lines[next++]}`;
    }
    yield { kind, name, text: text.replace(/^export /, "") };
    at = next;
  }
}

/** The functions of `const import0 = {…}`, by the name the module imports them under. */
function importedFunctions(text) {
  const entries = new Map();
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.includes("const import0 = {"));
  if (start < 0 || !lines[start + 1].includes("__proto__: null")) {
    throw new Error("the glue has no import0");
  }
  for (let at = start + 2; lines[at] !== "    };"; ) {
    const name = /^ {8}(\w+): function/.exec(lines[at])?.[1];
    if (!name) throw new Error(`the glue imports what is no function: ${lines[at]}`);
    let end = at;
    while (!/^ {8}\}(, arguments\); \})?,$/.test(lines[end])) end += 1;
    const body = lines.slice(at, end + 1).join("\n");
    entries.set(name, body.replace(/^ {8}\w+: /, "").replace(/,$/, ""));
    at = end + 1;
  }
  return entries;
}

/**
 * Takes out what nothing speaks of any more: the minifier leaves alone what stands inside a function.
 * `kept` and what `entries` name stays.
 */
function dropUnused(top, kept, entries) {
  const unused = ([name]) => {
    // Not a declaration but a statement.
    if (kept.has(name) || name.includes(".")) return false;
    const others = [...top].flatMap(([other, text]) => (other === name ? [] : text));
    return !new RegExp(`\\b${name}\\b`).test([entries, ...others].join("\n"));
  };
  for (let found = []; found; found = [...top].find(unused)) top.delete(found[0]);
}

/** A function expression as an arrow function, which says the same in fewer bytes. */
function arrow(text) {
  const caught =
    /^function\(\) \{ return handleError\(function \(([^)]*)\) \{([\s\S]*)\}, arguments\); \}$/.exec(
      text,
    );
  if (caught) return `caught((${caught[1]}) => {${caught[2]}})`;
  return /\b(arguments|this)\b/.test(text)
    ? text
    : text.replace(/^function\(([^)]*)\) \{/, "($1) => {");
}

/** wasm-bindgen's own loader, of which `load` takes the place. */
const LOADER = new Set([
  "__wbg_get_imports",
  "__wbg_finalize_init",
  "__wbg_load",
  "__wbg_init",
  "__wbg_init_once",
  "__wbg_init_promise",
  "initSync",
  "wasmModule",
]);

/** Names of exports that stay: the memory's is read by tools, and all of them are short. */
const shortEnough = (name) => name.length <= 2;

/**
 * Lays the glue of several modules over each other.
 *
 * `modules` is a list of `{ name, wasm, glue }`. Gives back `{ wasm: [bytes, …], classes: [names],
 * glue }`, the modules in the same order. Throws where something has not the shape that this version of wasm-bindgen gives it: better
 * no build than one that fails in a browser.
 */
export function joinGlue(modules) {
  const imports = new Map(); // text of a function → its short name
  const exports = new Map(); // long name of an export → its short name
  const top = new Map(); // name of a declaration → its text
  const classes = [];
  const short = (map, key) => {
    if (!map.has(key)) map.set(key, `$${map.size.toString(36)}`);
    return map.get(key);
  };
  const wasm = modules.map((module) => {
    const { text: tidy, alias } = tidied(module.glue);
    const lines = tidy.split("\n");
    let functions;
    for (const { kind, name, text } of declarations(lines)) {
      if (name === "__wbg_get_imports") functions = importedFunctions(text);
      if (LOADER.has(name)) continue;
      // `using` on a session, which nobody does; a TextEncoder of before 2019.
      if (kind === "if") continue;
      if (top.has(name) && top.get(name) !== text) {
        throw new Error(`${name} differs in the glue of ${module.name}`);
      }
      if (kind === "class" && !top.has(name)) classes.push(name);
      top.set(name, text);
    }
    return mapSections(module.wasm, (id, body) => {
      if (id === SECTION.imports) {
        return renameImports(body, (name) => {
          const text = functions.get(name);
          if (!text) throw new Error(`the glue of ${module.name} lacks ${name}`);
          return short(imports, text);
        });
      }
      if (id === SECTION.exports) {
        return renameExports(body, (name) =>
          shortEnough(name) ? name : short(exports, alias.get(name) ?? name),
        );
      }
      return undefined;
    });
  });
  const entries = [...imports].map(([text, name]) => `      ${name}: ${arrow(text)},`);
  dropUnused(top, new Set(classes), entries.join("\n"));
  const scope = `${[...top.values()].join("\n")}\nlet wasm;\n`;
  const glue = `// Generated by js/tools/glue.mjs from wasm-bindgen's own.
/** Instantiates a module with \`load(imports)\`, in a scope of its own. */
export async function engine(load) {
${scope}
  const { instance } = await load({
    $: {
      __proto__: null,
${entries.join("\n")}
    },
  });
  wasm = instance.exports;
  wasm.__wbindgen_start();
  return { ${classes.join(", ")} };
}
`;
  return {
    wasm,
    classes,
    glue: glue.replace(/\bwasm\.(\w+)/g, (whole, name) =>
      exports.has(name) ? `wasm.${exports.get(name)}` : whole,
    ),
  };
}
