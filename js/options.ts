/**
 * What a partner may set, read once and checked: attributes for what a snippet says, a typed object
 * for what a script says. A wrong value is named in the console by its path, with what was expected,
 * and its default is used; the widget works either way.
 */
import { hasAsset } from "./assets.js";
import { address, among, COLOR, Reader, type Report, type Source, STRING } from "./checks.js";

export type { Report, Source };

/** Options of every element. */
export interface CommonOptions {
  /**
   * Origin (and path, if any) of the API: `https://api.example.org`. Required.
   * @format uri-reference
   */
  api: string;
  /** Language of the widget, BCP 47. Default: the page's, then French. */
  lang: string;
  /**
   * Where `wesign.wasm` and `locales/` lie. Default: beside the script.
   * @format uri-reference
   */
  assets: string;
  /**
   * Where the directory of elected people lies. Default: `<api>/directory/`.
   * @format uri-reference
   */
  directory: string;
  /**
   * Colour scheme: the visitor's (`auto`), or one of the two.
   * @default auto
   */
  scheme: (typeof SCHEMES)[number];
  /** Colour of buttons and links, as CSS writes it; wins over `--wesign-accent`. `""`: the page's. */
  accent: string;
  /** Wordings of your own, by locale key (`js/locales/fr.json`). */
  texts: Readonly<Record<string, string>>;
}

/** Options of one petition widget. */
export interface PetitionOptions extends CommonOptions {
  /**
   * Identifier of the petition: lower-case letters, digits and hyphens, at most 100. Required.
   * @pattern ^[a-z0-9][a-z0-9-]{0,99}$
   */
  petition: string;
  /**
   * How the widget stands in the page. `card`: a card. `full`: no frame, text and picture beside the
   * form where there is room. `bar`: title, count and a button that unfolds the rest. `button`: it
   * floats, and opens a dialog.
   * @default card
   */
  layout: (typeof LAYOUTS)[number];
  /** The steps of the journey, in order. Default: the petition's own. */
  steps: readonly Step[];
  /**
   * What is asked, by field, within what the petition leaves open: what is optional there can be
   * hidden or required here; what is required stays, and what is not asked stays away.
   */
  fields: Readonly<Partial<Record<FieldName, Ask>>>;
  /**
   * The purposes whose consent is asked, in order, among those of the petition; the required ones
   * are asked in any case. Empty: the petition's own. The wording is the petition's, as recorded.
   */
  consents: readonly string[];
  /** Addresses in place of the petition's: of the privacy notice, and of the page that is shared. */
  links: Readonly<Partial<Record<(typeof LINKS)[number], string>>>;
  /**
   * `frame`: in a frame of the origin where `assets` lie, so that other scripts of the page do not see
   * what is typed; as a card, or with the layout `full`.
   * @default none
   */
  isolation: (typeof ISOLATIONS)[number];
  /** Who is written to, in place of the petition's: a kind, or a list of your own (`openapi.yaml`). */
  targets: (typeof TARGETS)[number] | TargetList | undefined;
}

/** Options of a list of mobilisations. */
export interface MobilisationsOptions extends CommonOptions {
  /** The French postcode to start from. Default: the visitor is asked. */
  postcode: string;
  /**
   * How far "near" reaches, in kilometres. Default: 100.
   * @minimum 0
   */
  radius: number | undefined;
  /**
   * What a card does: lead to the petition's page (`link`), or open it in place of the list (`here`).
   * @default link
   */
  open: (typeof OPEN)[number];
}

/** The options a script may give: all of them optional. */
export type GivenOptions = Partial<PetitionOptions>;

/** The attributes of every element. */
export const COMMON = [
  "api",
  "lang",
  "assets",
  "directory",
  "scheme",
  "accent",
  "options",
] as const;

/** The primary tag of a language that has texts: `fr`. */
export type Language = string;

/** A step of the journey (`wesign_core::journey::Step`). */
export const STEPS = ["sign", "message", "gatherings", "donate", "share", "updates"] as const;
export type Step = (typeof STEPS)[number];

const SCHEMES = ["auto", "light", "dark"] as const;
const OPEN = ["link", "here"] as const;

const ISOLATIONS = ["none", "frame"] as const;

export const LAYOUTS = ["card", "full", "bar", "button"] as const;

/** Whether a field is asked for (`wesign_core::policy::Ask`). */
export const ASKS = ["hidden", "optional", "required"] as const;
export type Ask = (typeof ASKS)[number];

/** The fields that can be optional (`wesign_core::field::Field`). */
export const FIELDS = [
  "given_name",
  "family_name",
  "country",
  "postcode",
  "locality",
  "phone",
  "comment",
  "birth_year",
  "organisation",
] as const;
export type FieldName = (typeof FIELDS)[number];

/** `privacy`: the privacy notice. `share`: the page that messages and shares lead to. */
export const LINKS = ["privacy", "share"] as const;

/** Who is written to (`wesign_core::mobilisation::Targets`). */
export const TARGETS = ["none", "deputies", "senators", "meps"] as const;
export interface TargetList {
  kind: "list";
  people: readonly object[];
}

/** What every element needs; undefined where there is no usable API address. */
function readCommon(reader: Reader, source: Source): CommonOptions | undefined {
  const api = reader.base("api", "");
  if (!api) {
    source.report("api", "the address of the API");
    return undefined;
  }
  return {
    api,
    lang: language(reader.text("lang") || source.lang),
    assets: reader.base("assets", new URL("./", source.script).href),
    directory: reader.base("directory", `${api}directory/`),
    scheme: reader.choice("scheme", SCHEMES),
    accent: reader.text("accent", COLOR),
    texts: reader.table("texts", STRING, STRING),
  };
}

/**
 * Joins attributes and options (options win), checks each and fills the defaults.
 * Returns undefined where nothing can be shown: no petition or no usable API address.
 */
export function readOptions(given: GivenOptions, source: Source): PetitionOptions | undefined {
  const reader = new Reader(given, source);
  const petition = reader.text("petition");
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(petition)) {
    source.report("petition", "lower-case letters, digits, hyphens");
    return undefined;
  }
  const common = readCommon(reader, source);
  if (!common) return undefined;
  const options: PetitionOptions = {
    ...common,
    petition,
    layout: reader.choice("layout", LAYOUTS),
    steps: reader.list("steps", among(STEPS)),
    fields: reader.table("fields", among(FIELDS), among(ASKS)),
    consents: reader.list("consents", STRING),
    isolation: reader.choice("isolation", ISOLATIONS),
    links: reader.table("links", among(LINKS), address(source.url)),
    targets: targets(reader.own("targets"), source.report),
  };
  reader.refuse(options);
  return options;
}

/** The same for a list of mobilisations. */
export function readMobilisationsOptions(
  given: Partial<MobilisationsOptions>,
  source: Source,
): MobilisationsOptions | undefined {
  const reader = new Reader(given, source);
  const common = readCommon(reader, source);
  if (!common) return undefined;
  const options: MobilisationsOptions = {
    ...common,
    postcode: reader.text("postcode"),
    radius: radius(reader.own("radius"), source),
    open: reader.choice("open", OPEN),
  };
  reader.refuse(options);
  return options;
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

function targets(given: unknown, report: Report): PetitionOptions["targets"] {
  const list = given as Partial<TargetList> | null | undefined;
  const kind = TARGETS.find((name) => name === given);
  if (kind || (list?.kind === "list" && Array.isArray(list.people))) {
    return given as PetitionOptions["targets"];
  }
  if (given !== undefined)
    report("targets", `${TARGETS.join(", ")}, { kind: "list", people: […] }`);
  return undefined;
}

/** The nearest language that has a locale: `fr-CA` → `fr`, unknown → `fr`. */
function language(tag: string): Language {
  const primary = tag.toLowerCase().split("-")[0] ?? "";
  return hasAsset(`locales/${primary}.json`) ? primary : "fr";
}

/** Which way a language is written. */
export const direction = (lang: string): string => (/^(ar|fa|he|ur)\b/.test(lang) ? "rtl" : "ltr");
