// The options as JSON Schema (2020-12), from their types and comments in js/options.ts, for editors,
// forms and servers that write them. Committed as js/options.schema.json, where a test of the core
// reads it; a test says when it is no longer what the types are:
//
//   node js/tools/schema.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, isMain, ROOT } from "./common.mjs";

const SOURCE = "js/options.ts";
const RESULT = "js/options.schema.json";

/** What an element may be given: the options of every element, and its own. */
const ELEMENTS = {
  PetitionOptions: "<wesign-petition>",
  MobilisationsOptions: "<wesign-mobilisations>",
};

const read = () => readFileSync(join(ROOT, SOURCE), "utf8");

/** The lists that types are made of: `const STEPS = ["sign", …] as const`. */
function lists(source) {
  const found = source.matchAll(/const (\w+) = (\[[^\]]*\]) as const;/g);
  return Object.fromEntries(
    [...found].map(([, name, list]) => [name, JSON.parse(list.replace(/,\s*\]/, "]"))]),
  );
}

/** Types named after a list or, such as `Language`, after another type. */
function aliases(source) {
  const found = source.matchAll(/type (\w+) = ([^;]+);/g);
  return Object.fromEntries([...found].map(([, name, type]) => [name, type]));
}

/** A comment's prose, and its tags: `@default card`, `@pattern ^[a-z]$`. */
function comment(text) {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/^\s*\/?\*+\/?\s?/, "").replace(/\s*\*+\/$/, ""));
  const prose = lines.filter((line) => !/^\s*@/.test(line));
  const tags = lines.flatMap((line) => [...line.matchAll(/^\s*@(\w+) (.+)$/g)]);
  const description = prose
    .join(" ")
    .replace(/\s+/g, " ")
    .replace(/\{@link (\w+)\}/g, "$1")
    .trim();
  return { description, tags: Object.fromEntries(tags.map(([, name, value]) => [name, value])) };
}

/** The members of an interface, in order. */
export function members(name, source = read()) {
  const [, body] =
    new RegExp(`export interface ${name}[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(source) ?? [];
  if (body === undefined) throw new Error(`${SOURCE} has no interface ${name}`);
  const found = body.matchAll(
    /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)?\s*(?:readonly )?(\w+)(\??): ([^;]+);/g,
  );
  return [...found].map(([, text = "", member, , type]) => ({
    name: member,
    type,
    ...comment(text),
  }));
}

/** The schema of a type; an error where it is of a form that this does not know. */
function schemaOf(type, source) {
  const text = type.trim();
  const known = lists(source);
  const named = aliases(source);
  const parts = split(text, "|").filter((part) => part !== "undefined");
  if (parts.length > 1) return { anyOf: parts.map((part) => schemaOf(part, source)) };
  if (parts[0] !== text) return schemaOf(parts[0], source);
  if (text === "string" || text === "number" || text === "object") return { type: text };
  if (/^"[^"]*"$/.test(text)) return { const: JSON.parse(text) };
  const list = /^\(?typeof (\w+)\)?\[number\]$/.exec(text)?.[1];
  if (list && known[list]) return { enum: known[list] };
  const item = /^readonly (.+)\[\]$/.exec(text)?.[1];
  if (item) return { type: "array", items: schemaOf(item, source) };
  const inner = /^(?:Readonly|Partial)<(.+)>$/.exec(text)?.[1];
  if (inner) return schemaOf(inner, source);
  const record = /^Record<(.+)>$/.exec(text)?.[1];
  if (record) {
    const [key, value] = split(record, ",").map((part) => schemaOf(part, source));
    return { type: "object", propertyNames: key, additionalProperties: value };
  }
  if (named[text]) return schemaOf(named[text], source);
  const own = members(text, source);
  return {
    type: "object",
    properties: Object.fromEntries(own.map(({ name, type }) => [name, schemaOf(type, source)])),
    required: own.map(({ name }) => name),
  };
}

/** The parts of a type between marks that are in no brackets. */
function split(text, mark) {
  const parts = [""];
  let depth = 0;
  for (const letter of text) {
    if ("<([{".includes(letter)) depth += 1;
    if (">)]}".includes(letter)) depth -= 1;
    if (letter === mark && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** The options of an element, with their schemas. */
export function options(element, source = read()) {
  return [...members("CommonOptions", source), ...members(element, source)].map((option) => {
    const { default: standard, pattern, format, minimum } = option.tags;
    return {
      ...option,
      schema: {
        description: option.description,
        ...schemaOf(option.type, source),
        ...(pattern && { pattern }),
        ...(format && { format }),
        ...(minimum && { exclusiveMinimum: Number(minimum) }),
        ...(standard !== undefined && { default: standard }),
      },
    };
  });
}

/** The schema of all options. */
export function schema(source = read()) {
  const definitions = Object.entries(ELEMENTS).map(([name, tag]) => [
    name,
    {
      title: `Options of ${tag}`,
      type: "object",
      properties: Object.fromEntries(
        options(name, source).map((option) => [option.name, option.schema]),
      ),
      additionalProperties: false,
    },
  ]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Options of the elements of @wesign/widget",
    description:
      "As a script gives them, or JSON in the attribute `options`. Every one may be missing.",
    $ref: "#/$defs/PetitionOptions",
    $defs: Object.fromEntries(definitions),
  };
}

export const written = () => `${JSON.stringify(schema(), null, 2)}\n`;

if (isMain(import.meta)) cli(async () => writeFileSync(join(ROOT, RESULT), written()));
