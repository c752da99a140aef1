// The options as the form has them, and the element that they make.

/** Those that a snippet writes as attributes of their own. */
const ATTRIBUTES = ["petition", "api", "lang", "layout", "scheme", "accent", "steps"];
/** What an attribute that is left out means. */
const DEFAULTS = { layout: "card", scheme: "auto" };

/** One option: where it belongs, and its value. @typedef {{ path: string, value: unknown }} Option */

/**
 * What a form's plain controls say, those left empty excepted.
 *
 * @param {HTMLFormElement} form
 * @returns {Option[]}
 */
export function plain(form) {
  const named = [...new FormData(form)].filter(([path]) => path !== "people" && path !== "targets");
  return named
    .map(([path, value]) => ({ path, value: value.trim() }))
    .filter(({ path, value }) => value !== "" && value !== DEFAULTS[path]);
}

/** The theme among them. */
export const themeOf = (options) =>
  options.filter(({ path }) => path.startsWith("--")).map(({ path, value }) => [path, value]);

/**
 * The element with these options and nothing else.
 *
 * @param {string} api
 * @param {Option[]} options
 */
export function element(api, options) {
  const made = document.createElement("wesign-petition");
  const further = {};
  for (const { path, value } of [{ path: "api", value: api }, ...options]) {
    if (path.startsWith("--")) made.style.setProperty(path, value);
    else if (ATTRIBUTES.includes(path)) {
      made.setAttribute(path, Array.isArray(value) ? value.join(" ") : value);
    } else {
      // `texts.form.heading` is the key `form.heading` of `texts`.
      const [, name, key] = /^(\w+)(?:\.(.*))?$/s.exec(path);
      further[name] = key === undefined ? value : { ...further[name], [key]: value };
    }
  }
  if (Object.keys(further).length) made.setAttribute("options", JSON.stringify(further));
  // As one writes it: what it is of, then the rest.
  const order = ["petition", "api", "lang"].map((name) => [name, made.getAttribute(name)]);
  const rest = [...made.attributes]
    .filter(({ name }) => !["petition", "api", "lang", "style"].includes(name))
    .map(({ name, value }) => [name, value]);
  for (const [name] of [...order, ...rest]) made.removeAttribute(name);
  for (const [name, value] of [...order, ...rest]) {
    if (value !== null) made.setAttribute(name, value);
  }
  return made;
}
