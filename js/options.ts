/**
 * What a partner may set, read once and checked: attributes for what a snippet says, a typed object
 * for what a script says. A wrong value is named in the console and its default is used; the widget
 * works either way.
 */

/** Options of every element. */
export interface CommonOptions {
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
  /** Wordings of your own, by locale key (`js/locales/fr.json`). */
  texts: Readonly<Record<string, string>>;
}

/** Options of one petition widget. */
export interface PetitionOptions extends CommonOptions {
  /** Identifier of the petition: lower-case letters, digits and hyphens, at most 100. */
  petition: string;
  /** The steps of the journey, in order; by default the petition's own. */
  steps: readonly Step[];
}

/** Options of a list of mobilisations. */
export interface MobilisationsOptions extends CommonOptions {
  /** The French postcode to start from; empty to ask for it. */
  postcode: string;
  /** How far "near" reaches, in kilometres; the engine's own choice by default. */
  radius: number | undefined;
  /** What a card does: lead to the petition's page, or open it in place of the list. */
  open: "link" | "here";
}

/** The options a script may give: all of them optional. */
export type GivenOptions = Partial<PetitionOptions>;

/** The attributes of every element. */
export const COMMON = ["api", "lang", "assets", "directory", "scheme"] as const;

/** The languages that have a locale file. */
export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A step of the journey (`wesign_core::journey::Step`). */
export const STEPS = ["sign", "message", "gatherings", "donate", "share", "updates"] as const;
export type Step = (typeof STEPS)[number];

/** Tells the partner what is wrong with an option. */
export type Report = (option: string, expected: string) => void;

/** Where options come from besides the object that a script gives. */
export interface Source {
  attribute: (name: string) => string | null;
  /** The page's language. */
  lang: string;
  /** The page's address. */
  url: string;
  /** This script's address. */
  script: string;
  report: Report;
}

const SCHEMES = ["auto", "light", "dark"] as const;
const OPEN = ["link", "here"] as const;

/** A text option: the given one wins over the attribute. */
function text(given: object, { attribute, report }: Source, name: string): string {
  const own = Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined;
  if (own !== undefined && typeof own !== "string") report(name, "a string");
  return typeof own === "string" ? own : (attribute(name) ?? "");
}

/** What every element needs; undefined where there is no usable API address. */
function readCommon(given: Partial<CommonOptions>, source: Source): CommonOptions | undefined {
  const { report } = source;
  const base = (name: "api" | "assets" | "directory", fallback: string): string => {
    const address = text(given, source, name);
    const url = address ? httpAddress(address, source.url) : undefined;
    if (address && !url) report(name, "an http or https address");
    return url ?? fallback;
  };
  const api = base("api", "");
  if (!api) {
    report("api", "the address of the API");
    return undefined;
  }
  return {
    api,
    lang: language(text(given, source, "lang") || source.lang),
    assets: base("assets", new URL("./", source.script).href),
    directory: base("directory", `${api}directory/`),
    scheme: scheme(text(given, source, "scheme"), report),
    texts: texts(Object.hasOwn(given, "texts") ? given.texts : undefined, report),
  };
}

/**
 * Joins attributes and options (options win), checks each and fills the defaults.
 * Returns undefined where nothing can be shown: no petition or no usable API address.
 */
export function readOptions(given: GivenOptions, source: Source): PetitionOptions | undefined {
  const petition = text(given, source, "petition");
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(petition)) {
    source.report("petition", "an identifier of lower-case letters, digits and hyphens");
    return undefined;
  }
  const common = readCommon(given, source);
  return (
    common && {
      ...common,
      petition,
      steps: steps(
        Object.hasOwn(given, "steps") ? given.steps : undefined,
        source.attribute("steps"),
        source.report,
      ),
    }
  );
}

/** The same for a list of mobilisations. */
export function readMobilisationsOptions(
  given: Partial<MobilisationsOptions>,
  source: Source,
): MobilisationsOptions | undefined {
  const common = readCommon(given, source);
  return (
    common && {
      ...common,
      postcode: text(given, source, "postcode"),
      radius: radius(Object.hasOwn(given, "radius") ? given.radius : undefined, source),
      open: choice(OPEN, text(given, source, "open"), "open", source.report),
    }
  );
}

/** Kilometres, as a number or an attribute's text. */
function radius(given: unknown, { attribute, report }: Source): number | undefined {
  const wanted = given ?? (attribute("radius") || undefined);
  if (wanted === undefined) return undefined;
  const km = typeof wanted === "string" ? Number(wanted) : wanted;
  if (typeof km === "number" && km > 0 && km < Number.POSITIVE_INFINITY) return km;
  report("radius", "a number of kilometres above 0");
  return undefined;
}

/** One of a list of words; the first of them for none, and for what is none. */
function choice<T extends string>(
  list: readonly [T, ...T[]],
  wanted: string,
  name: string,
  report: Report,
): T {
  if (!wanted) return list[0];
  if (isOneOf(list, wanted)) return wanted;
  report(name, list.join(", "));
  return list[0];
}

/** A colour scheme; `auto` for none and for what is none. */
export function scheme(wanted: string, report: Report): CommonOptions["scheme"] {
  return choice(SCHEMES, wanted, "scheme", report);
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
