// The custom elements manifest (schema 2.1.0), from what is documented at each element: attributes,
// properties, events, slots, parts and custom properties, for editors, Storybook and the like.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./common.mjs";

const ELEMENTS = [
  { path: "js/element.ts", options: "PetitionOptions" },
  { path: "js/mobilisations.ts", options: "MobilisationsOptions" },
];

/** Options that are no attribute are set by the property `options`, of this type. */
const property = (options) => ({
  kind: "field",
  name: "options",
  type: { text: `Partial<${options}>` },
  description:
    "Options given by script; they win over attributes. Setting them draws the widget anew.",
});

/** `@tag {type} name - description`: a name may be missing (the default slot). */
const LINE = /^@(\w+)(?: \{(.+?)\})?(?: (?!- )(\S+))? - (.+)$/;

function documented(source) {
  const [, comment, name] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport class (\w+)/.exec(source);
  const lines = comment
    .split("\n")
    .map((line) => line.replace(/^ \* ?/, "").trim())
    .filter((line) => line && line !== "*");
  const prose = lines.filter((line) => !line.startsWith("@")).join(" ");
  const tags = lines.flatMap((line) => {
    const found = LINE.exec(line);
    if (line.startsWith("@") && !found && !line.startsWith("@tag"))
      throw new Error(`not understood at ${name}: ${line}`);
    return found ? [{ tag: found[1], type: found[2], name: found[3] ?? "", text: found[4] }] : [];
  });
  const tagName = /@tag (\S+)/.exec(comment)[1];
  const of = (wanted) => tags.filter(({ tag }) => tag === wanted);
  return { name, prose, tagName, of };
}

function declaration({ path, options }) {
  const { name, prose, tagName, of } = documented(readFileSync(join(ROOT, path), "utf8"));
  const plain = (tag) => of(tag).map(({ name, text }) => ({ name, description: text }));
  const text = (type) => ({ type: { text: type.replaceAll("|", " | ") } });
  return {
    kind: "class",
    name,
    tagName,
    customElement: true,
    description: prose,
    superclass: { name: "HTMLElement" },
    attributes: of("attr").map(({ name, type, text: description }) => ({
      name,
      ...text(type),
      description,
    })),
    members: [property(options)],
    events: of("fires").map(({ name, text: description }) => ({
      name,
      type: { text: "CustomEvent" },
      description: description.replaceAll("`", ""),
    })),
    slots: plain("slot"),
    cssParts: plain("csspart"),
    cssProperties: plain("cssprop"),
  };
}

/** The manifest of the package. */
export function manifest() {
  const declarations = ELEMENTS.map(declaration);
  const module = "js/dist/index.js";
  return {
    schemaVersion: "2.1.0",
    readme: "README.md",
    modules: [
      {
        kind: "javascript-module",
        path: module,
        declarations,
        exports: declarations.map(({ name }) => ({
          kind: "js",
          name,
          declaration: { name, module },
        })),
      },
      {
        kind: "javascript-module",
        path: "js/dist/define.js",
        declarations: [],
        exports: declarations.map(({ name, tagName }) => ({
          kind: "custom-element-definition",
          name: tagName,
          declaration: { name, module },
        })),
      },
    ],
  };
}
