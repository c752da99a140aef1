/**
 * What a partner may set, read once and checked: attributes for what a snippet says, a typed object
 * for what a script says. A wrong value is named in the console and its default is used; the widget
 * works either way.
 */

/** Options of one petition widget. */
export interface PetitionOptions {
  /** Identifier of the petition: lower-case letters, digits and hyphens, at most 100. */
  petition: string;
  /** Origin (and path, if any) of the API: `https://api.example.org`. */
  api: string;
  /** Language of the widget, BCP 47. Default: the page's, then French. */
  lang: string;
  /** Where `wesign.wasm` and `locales/` lie. Default: beside the script. */
  assets: string;
  /** Where the directory of elected people lies. Default: `<api>/directory/`. */
  directory: string;
  /** Colour scheme: the visitor's (`auto`), or one of the two. */
  scheme: "auto" | "light" | "dark";
  /** The steps of the journey, in order; by default the petition's own. */
  steps: readonly Step[];
  /** Wordings of your own, by locale key (`js/locales/fr.json`). */
  texts: Readonly<Record<string, string>>;
}

/** The options a script may give: all of them optional. */
export type GivenOptions = Partial<PetitionOptions>;

/** The languages that have a locale file. */
export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A step of the journey (`wesign_core::journey::Step`). */
export const STEPS = ["sign", "message", "gatherings", "donate", "share", "updates"] as const;
export type Step = (typeof STEPS)[number];

type Report = (option: string, expected: string) => void;

const SCHEMES = ["auto", "light", "dark"] as const;

/**
 * Joins attributes and options (options win), checks each and fills the defaults.
 * `page` gives the language and address of the page, `script` the address of this script.
 * Returns undefined where nothing can be shown: no petition or no usable API address.
 */
export function readOptions(
  attribute: (name: string) => string | null,
  given: GivenOptions,
  page: { lang: string; url: string },
  script: string,
  report: Report,
): PetitionOptions | undefined {
  const string = (name: keyof GivenOptions & string): string => {
    const own: unknown = Object.hasOwn(given, name) ? given[name] : undefined;
    if (own !== undefined && typeof own !== "string") report(name, "a string");
    return typeof own === "string" ? own : (attribute(name) ?? "");
  };
  const base = (name: "api" | "assets" | "directory", fallback: string): string => {
    const text = string(name);
    const url = text ? httpAddress(text, page.url) : undefined;
    if (text && !url) report(name, "an http or https address");
    return url ?? fallback;
  };

  const petition = string("petition");
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(petition)) {
    report("petition", "an identifier of lower-case letters, digits and hyphens");
    return undefined;
  }
  const api = base("api", "");
  if (!api) {
    report("api", "the address of the API");
    return undefined;
  }
  return {
    petition,
    api,
    lang: language(string("lang") || page.lang),
    assets: base("assets", new URL("./", script).href),
    directory: base("directory", `${api}directory/`),
    scheme: scheme(string("scheme"), report),
    steps: steps(
      Object.hasOwn(given, "steps") ? given.steps : undefined,
      attribute("steps"),
      report,
    ),
    texts: texts(Object.hasOwn(given, "texts") ? given.texts : undefined, report),
  };
}

/** A colour scheme; `auto` for none and for what is none. */
export function scheme(text: string, report: Report): PetitionOptions["scheme"] {
  const wanted = text || "auto";
  if (isOneOf(SCHEMES, wanted)) return wanted;
  report("scheme", SCHEMES.join(", "));
  return "auto";
}

/** The nearest language that has a locale: `fr-CA` → `fr`, unknown → `fr`. */
export function language(tag: string): Language {
  const primary = tag.toLowerCase().split("-")[0] ?? "";
  return isOneOf(LANGUAGES, primary) ? primary : "fr";
}

function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return (list as readonly string[]).includes(value);
}

/** The address as a base to resolve against (it ends in `/`), if it is one of http or https. */
function httpAddress(text: string, page: string): string | undefined {
  try {
    const url = new URL(text, page);
    if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
    return url.origin + url.pathname.replace(/\/?$/, "/");
  } catch {
    return undefined;
  }
}

/** The steps of a list, or of an attribute (`sign message`, commas or spaces between them). */
function steps(given: unknown, attribute: string | null, report: Report): Step[] {
  const names = given ?? attribute?.split(/[\s,]+/).filter(Boolean) ?? [];
  if (!Array.isArray(names)) {
    report("steps", "a list of steps");
    return [];
  }
  return names.filter((name: unknown): name is Step => {
    const known = typeof name === "string" && isOneOf(STEPS, name);
    if (!known) report(`steps: ${String(name)}`, STEPS.join(", "));
    return known;
  });
}

/** Own string entries only: nothing inherited, so that a polluted prototype adds no text. */
function texts(given: unknown, report: Report): Record<string, string> {
  const clean: Record<string, string> = Object.create(null);
  if (given === undefined) return clean;
  if (typeof given !== "object" || given === null) {
    report("texts", "an object of strings");
    return clean;
  }
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === "string") clean[key] = value;
    else report(`texts.${key}`, "a string");
  }
  return clean;
}
