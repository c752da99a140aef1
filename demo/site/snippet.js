// The snippet of a widget: what a partner pastes, written from the element that stands on this page,
// so that what is shown and what is copied cannot differ.

/** As an attribute's value has it, between double quotes. */
const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Of this page only. */
const OURS = new Set(["id", "class", "style"]);

const attribute = ({ name, value }) => {
  if (value === "") return name;
  // JSON is full of double quotes: between single ones it stays legible.
  return value.includes('"') && !value.includes("'")
    ? `${name}='${value.replaceAll("&", "&amp;")}'`
    : `${name}="${quoted(value)}"`;
};

/**
 * The element as HTML, with a link as its fallback.
 *
 * @param {Element} element a `wesign-petition` or a `wesign-mobilisations`
 * @param {string} label what the link says
 */
export function tag(element, label) {
  const name = element.localName;
  const written = [...element.attributes].filter((one) => !OURS.has(one.name)).map(attribute);
  const line = `<${name} ${written.join(" ")}>`;
  const open = line.length > 100 ? `<${name}\n  ${written.join("\n  ")}>` : line;
  const petition = element.getAttribute("petition");
  const api = element.getAttribute("api");
  const link = petition
    ? `\n  <a href="${quoted(`${api}/petitions/${petition}`)}">${escaped(label)}</a>\n`
    : "";
  return `${open}${link}</${name}>`;
}

/**
 * The line that loads the script.
 *
 * @param {string} api
 * @param {string} [integrity] digest of the script
 */
export function script(api, integrity) {
  const pinned = integrity ? `\n  integrity="${integrity}"\n ` : "";
  return `<script type="module" src="${quoted(api)}/widget/wesign.js"${pinned} crossorigin="anonymous"></script>`;
}

/**
 * A style block for a theme, empty for none.
 *
 * @param {string} name the element's
 * @param {Iterable<readonly [string, string]>} properties
 */
export function style(name, properties) {
  const lines = [...properties].map(([property, value]) => `  ${property}: ${value};\n`);
  return lines.length ? `<style>\n${name} {\n${lines.join("")}}\n</style>` : "";
}

/**
 * The theme that this page's style sheets give an element by a class of its own, `theme-…`.
 *
 * @param {Element} element
 * @returns {[string, string][]}
 */
export function theme(element) {
  const own = [...element.classList].find((name) => name.startsWith("theme-"));
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules
    .filter((rule) => own && rule.selectorText === `.${own}`)
    .flatMap(({ style }) => [...style].map((name) => [name, style.getPropertyValue(name).trim()]))
    .filter(([name]) => name.startsWith("--wesign-"));
}

/** A box that shows a snippet and copies it; `show` changes the text. */
export function box(text = "") {
  const root = document.createElement("div");
  const code = document.createElement("code");
  const pre = document.createElement("pre");
  const bar = document.createElement("div");
  const button = document.createElement("button");
  const said = document.createElement("span");
  root.className = "snippet";
  bar.className = "bar";
  said.className = "copied";
  said.setAttribute("role", "status");
  button.type = "button";
  button.className = "press";
  button.textContent = "Copier le code";
  button.addEventListener("click", async () => {
    said.textContent = "";
    said.textContent = (await copy(code)) ? "Copié." : "Sélectionné : copiez avec votre clavier.";
  });
  pre.append(code);
  bar.append(button, said);
  root.append(pre, bar);
  const show = (next) => {
    if (code.textContent === next) return;
    code.textContent = next;
    said.textContent = "";
  };
  show(text);
  return { root, show };
}

/** Where the clipboard may not be written, the text is selected. */
async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection()?.selectAllChildren(code);
    return false;
  }
}
