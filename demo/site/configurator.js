// The configurator: what the form says makes an element; the element is shown, checks its options by
// itself, and is written down. Nothing of it goes into the address or to a server.
import { contrast, measure } from "./contrast.js";
import { element, plain, themeOf } from "./options.js";
import { ordered } from "./ordered.js";
import { around, listen } from "./reports.js";
import { box, script, style, tag } from "./snippet.js";
import { Words } from "./words.js";

/** After this long without a key the preview is drawn anew; milliseconds. */
const PAUSE = 250;
/** A preview that can't be drawn shows what it has after this long; milliseconds. */
const PATIENCE = 4_000;

const STEPS = {
  sign: "Signer",
  message: "Écrire",
  gatherings: "Se rassembler",
  donate: "Donner",
  share: "Partager",
  updates: "Suivre",
};
const FIELDS = {
  given_name: "Prénom",
  family_name: "Nom",
  country: "Pays",
  postcode: "Code postal",
  locality: "Commune",
  phone: "Téléphone",
  comment: "Commentaire",
  birth_year: "Année de naissance",
  organisation: "Organisation",
};

const id = (name) => document.getElementById(name);
const form = id("options");
const stage = id("stage");
const api = form.dataset.api;
const code = box();
id("snippet").append(code.root);

const json = async (path) => {
  const response = await fetch(`${api}${path}`, { credentials: "omit" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};

const option = (value, label) => new Option(label, value);

/** What the lists of the petition say; `undefined` where they are as the petition has them. */
let steps = () => undefined;
let consents = () => undefined;
let texts = {};
let integrity = "";
const words = new Words(id("texts"), () => texts, ask);

/** Paths that the widget has refused, with what it expected. */
const refused = new Map();

/** Who is written to; a list that is no JSON is said here, since it cannot become an option. */
function targets() {
  const kind = id("targets").value;
  id("list").hidden = kind !== "list";
  if (kind !== "list") return kind ? [{ path: "targets", value: kind }] : [];
  try {
    return [{ path: "targets", value: { kind, people: JSON.parse(id("people").value) } }];
  } catch {
    refused.set("targets", "du JSON");
    return [];
  }
}

function options() {
  const lists = [
    { path: "steps", value: steps() },
    { path: "consents", value: consents() },
  ].filter(({ value }) => value);
  return [...plain(form), ...lists, ...targets(), ...words.options()];
}

/** Says at each field what the widget said of it, and in one line what is refused. */
function tell() {
  const left = new Map(refused);
  for (const line of form.querySelectorAll("[data-path]")) {
    const said = [...left].find(([path]) => [...around(path)].includes(line.dataset.path));
    if (said) left.delete(said[0]);
    const wrong = placeOf(line);
    const text = said ? `Attendu : ${said[1]}.` : "";
    if (wrong.textContent !== text) wrong.textContent = text;
    const control = line.querySelector("input:not([type=color], [type=radio]), textarea, select");
    for (const one of [control, line.matches("fieldset") && line].filter(Boolean)) {
      if (text) one.setAttribute("aria-describedby", wrong.id);
      else one.removeAttribute("aria-describedby");
    }
    if (control && text) control.setAttribute("aria-invalid", "true");
    else control?.removeAttribute("aria-invalid");
  }
  const paths = [...refused.keys()];
  const status = id("status");
  const line = paths.length
    ? `Refusé, et laissé hors du code : ${paths.join(", ")}.`
    : "Toutes les options sont bonnes.";
  if (status.textContent !== line) status.textContent = line;
  status.classList.toggle("refused", paths.length > 0);
}

let places = 0;
function placeOf(line) {
  const found = line.querySelector(":scope > .wrong");
  if (found) return found;
  const wrong = document.createElement("p");
  wrong.className = "wrong";
  wrong.id = `wrong-${++places}`;
  line.append(wrong);
  return wrong;
}

/** The snippet has what the widget accepted. */
function write() {
  const bad = (path) => [...refused.keys()].some((one) => [...around(one)].includes(path));
  const good = options().filter(({ path }) => !bad(path));
  const parts = [
    script(api, integrity),
    style("wesign-petition", themeOf(good)),
    tag(element(api, good), "Signer la pétition"),
  ];
  code.show(parts.filter(Boolean).join("\n"));
}

listen((path, expected) => {
  refused.set(path, expected);
  tell();
  write();
});

/** The element that is being drawn, out of sight. */
let coming;
let pause = 0;

/** Asked again and again while one types, draws once. */
function ask() {
  clearTimeout(pause);
  stage.setAttribute("aria-busy", "true");
  pause = setTimeout(draw, PAUSE);
}

function draw() {
  refused.clear();
  coming?.remove();
  const next = element(api, options());
  coming = next;
  next.classList.add("coming");
  const settle = () => {
    if (coming !== next) return;
    coming = undefined;
    for (const other of [...stage.children]) if (other !== next) other.remove();
    next.classList.remove("coming");
    fit();
    read(next.shadowRoot);
    // Keys of texts are checked with the first focus, when all the texts are there.
    next.shadowRoot?.querySelector("[part~=card]")?.dispatchEvent(new FocusEvent("focusin"));
    stage.setAttribute("aria-busy", "false");
  };
  next.addEventListener("wesign:ready", settle, { once: true });
  next.addEventListener("wesign:error", settle, { once: true });
  setTimeout(settle, PATIENCE);
  stage.append(next);
  tell();
  write();
}

/** The readings of what is drawn, and what the widget did to the accent. */
function read(root) {
  const number = new Intl.NumberFormat("fr", { maximumFractionDigits: 1 });
  const found = measure(root);
  id("readings").replaceChildren(
    ...found.map(({ name, color, on, ratio, needed }) => {
      const item = document.createElement("li");
      const swatch = document.createElement("span");
      const told = document.createElement("span");
      const value = document.createElement("strong");
      swatch.className = "swatch";
      swatch.setAttribute("aria-hidden", "true");
      swatch.textContent = needed > 3 ? "Aa" : "";
      swatch.style.cssText = `color: ${color}; background: ${on}; border-color: ${needed > 3 ? on : color}`;
      value.textContent = `${number.format(Math.floor(ratio * 10) / 10)} : 1`;
      told.append(name, value);
      item.append(swatch, told, ratio >= needed ? " ✓" : " ✗");
      item.dataset.enough = String(ratio >= needed);
      return item;
    }),
  );
  const accent = id("accent").value.trim();
  const link = found.find(({ name }) => name === "Liens");
  const raw = link && accent && !refused.has("accent") ? contrast(accent, link.on) : 21;
  id("advice").textContent =
    raw < 4.5
      ? `Votre accent n’a que ${number.format(raw)} : 1 sur cette surface : le widget en tire une nuance lisible pour les liens.`
      : "";
}

/** The preview as wide as is asked for: the widget follows its place, not the window. */
function fit() {
  const { value, max } = id("width");
  const free = value === max;
  const output = document.querySelector("output");
  output.textContent = free ? "libre" : `${value} px`;
  for (const one of stage.querySelectorAll(":scope > wesign-petition")) {
    one.style.maxWidth = free ? "" : `${value}px`;
  }
}

/** The lists that belong to a petition. */
async function choose(petition) {
  const body = await json(`/api/petitions/${petition}?lang=fr`);
  const of = (list) => list.map((value) => ({ value, label: STEPS[value] ?? value }));
  steps = ordered(document.querySelector("[data-ordered=steps]"), of(body.steps), ask);
  const asked = body.policy.consents.map(({ purpose, text, required }) => ({
    value: purpose,
    label: text,
    fixed: required,
  }));
  consents = ordered(document.querySelector("[data-ordered=consents]"), asked, ask);
  const open = Object.keys(FIELDS).filter((name) => body.policy[name] === "optional");
  id("fields").replaceChildren(...(open.length ? open.map(field) : [noField()]));
  tell();
}

function field(name) {
  const line = document.createElement("div");
  const label = document.createElement("label");
  const select = document.createElement("select");
  line.className = "line";
  line.dataset.path = `fields.${name}`;
  select.name = `fields.${name}`;
  select.id = `field-${name}`;
  label.htmlFor = select.id;
  label.textContent = FIELDS[name];
  select.append(
    option("", "Facultatif, comme la pétition"),
    option("hidden", "Masqué"),
    option("required", "Demandé"),
  );
  line.append(label, select);
  return line;
}

function noField() {
  const hint = document.createElement("p");
  hint.className = "hint";
  hint.textContent = "Cette pétition ne laisse aucun champ au choix.";
  return hint;
}

async function start() {
  const [list, digests, first, later] = await Promise.all([
    json("/api/petitions?lang=fr"),
    json("/widget/integrity.json"),
    json("/widget/locales/fr.json"),
    json("/widget/locales/fr.steps.json"),
  ]);
  integrity = digests["wesign.js"] ?? "";
  const named = list.petitions.map((one) => option(one.id, one.title));
  id("petition").replaceChildren(...named);
  if (named.some(({ value }) => value === "reconnaissance-faciale")) {
    id("petition").value = "reconnaissance-faciale";
  }
  const names = new Intl.DisplayNames(["fr"], { type: "language" });
  const tags = Object.keys(digests).flatMap(
    (file) => /^locales\/(\w+)\.json$/.exec(file)?.[1] ?? [],
  );
  const languages = tags.map((one) => option(one, names.of(one) ?? one));
  languages.sort((one, other) => one.text.localeCompare(other.text, "fr"));
  id("lang").replaceChildren(...languages);
  id("lang").value = "fr";
  texts = Object.fromEntries(
    Object.entries({ ...first, ...later }).filter(([, text]) => typeof text === "string"),
  );
  id("keys").replaceChildren(...Object.keys(texts).map((key) => option(key, texts[key])));
  words.add("submit");
  await choose(id("petition").value);
  draw();
}

form.addEventListener("input", async ({ target }) => {
  if (target.dataset.for) id(target.dataset.for).value = target.value;
  else if (target.name === "petition") await choose(target.value);
  ask();
});
form.addEventListener("submit", (event) => event.preventDefault());
id("more").addEventListener("click", () => words.add().focus());
id("width").addEventListener("input", fit);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  const shown = stage.querySelector("wesign-petition:not(.coming)");
  requestAnimationFrame(() => read(shown?.shadowRoot ?? null));
});

start().catch((error) => {
  const wrong = document.createElement("p");
  wrong.textContent = "La liste des pétitions ne répond pas. Rechargez la page pour réessayer.";
  stage.replaceChildren(wrong);
  console.error(error);
});
