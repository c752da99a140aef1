// The tables of the README: attributes, events and the rest from the custom elements manifest, the
// options that are no attribute from the schema of options. A test says when they are no longer current:
//
//   node js/tools/readme.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli, isMain, ROOT } from "./common.mjs";
import { manifest } from "./manifest.mjs";
import { options } from "./schema.mjs";

const PATH = join(ROOT, "README.md");
const cell = (text) => text.replaceAll("|", "\\|");
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const named = (tag) =>
  manifest()
    .modules.flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === tag);

/** What the values of an option are, as a cell. */
function values({ enum: list, type, anyOf, items, additionalProperties }) {
  if (list) return list.map((value) => `\`${value}\``).join(", ");
  if (anyOf) return anyOf.map(values).join(", or ");
  if (items) return `list of ${values(items)}`;
  if (additionalProperties) return `object of ${values(additionalProperties)}`;
  return type;
}

/** Attributes, then the options that only a script or JSON can give; without those of `but`. */
function optionsTable(tag, but = []) {
  const { attributes, members } = named(tag);
  const own = attributes.filter(({ name }) => name !== "options" && !but.includes(name));
  const rows = own.map(({ name, type, description }) => [
    `\`${name}\``,
    cell(type.text.replaceAll('"', "`")),
    cell(description),
  ]);
  const written = new Set(attributes.map(({ name }) => name));
  const [, interfaceName] = /<(\w+)>/.exec(members[0].type.text);
  const others = options(interfaceName).filter(
    ({ name }) => !written.has(name) && !but.includes(name),
  );
  for (const { name, schema, description } of others) {
    rows.push([`\`${name}\` (option only)`, cell(values(schema)), cell(description)]);
  }
  return table(["attribute or option", "values", "what it is"], rows);
}

const eventsTable = (tag) =>
  table(
    ["event", "when"],
    named(tag).events.map(({ name, description }) => [
      `\`${name}\``,
      cell(description.replace(/detail: (\{.*\})/, "`detail: $1`")),
    ]),
  );

function placesTable(tag) {
  const { slots, cssParts, cssProperties } = named(tag);
  const names = (list) =>
    list.map(({ name }) => (name ? `\`${name}\`` : "the fallback")).join(", ");
  return table(
    ["to dress it and to add to it", "names"],
    [
      ["slots", names(slots)],
      ["`::part()`", names(cssParts)],
      ["custom properties", names(cssProperties)],
    ],
  );
}

const shared = () => {
  const names = (tag) => named(tag).attributes.map(({ name }) => name);
  return [...names("wesign-petition"), "texts"];
};

const TABLES = {
  "options of wesign-petition": () => optionsTable("wesign-petition"),
  "events of wesign-petition": () => eventsTable("wesign-petition"),
  "places of wesign-petition": () => placesTable("wesign-petition"),
  "options of wesign-mobilisations": () => optionsTable("wesign-mobilisations", shared()),
  "events of wesign-mobilisations": () => eventsTable("wesign-mobilisations"),
};

/** The README with its tables as they should be. */
export function current(readme = readFileSync(PATH, "utf8")) {
  return Object.entries(TABLES).reduce((text, [name, make]) => {
    const place = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`README.md has no place for the ${name}`);
    return text.replace(place, (_, start, end) => `${start}\n\n${make()}\n\n${end}`);
  }, readme);
}

if (isMain(import.meta)) cli(async () => writeFileSync(PATH, current()));
