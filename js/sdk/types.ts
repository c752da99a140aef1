/** What goes into the core and comes out of it, as JSON; `demo/server/openapi.yaml` has the same shapes. */
import type { Ask, FieldName, Step } from "../options.js";

/** What a person typed, as it was typed. Every field may be missing. */
export interface Draft extends Partial<Record<FieldName, string>> {
  /** The whole name, where it is asked for in one field. */
  full_name?: string;
  email?: string;
  /** The language in which the form was shown (BCP 47). */
  lang?: string;
  consents?: readonly DraftConsent[];
}

/** The answer to a consent that was asked for. */
export interface DraftConsent {
  purpose: string;
  granted: boolean;
  wording?: string;
  version?: number;
  lang?: string;
}

/** A consent that a petition asks for. */
export interface ConsentRequest extends Omit<Required<DraftConsent>, "granted"> {
  text: string;
  required: boolean;
}

/** What a petition asks for. */
export interface Policy extends Record<FieldName, Ask> {
  /** Given and family name apart, or the whole name in one field. */
  names: "split" | "full";
  /** ISO 3166-1 alpha-2. */
  default_country: string;
  /** Who may sign; empty for all. */
  countries: readonly string[];
  /** In years, reckoned by the year in favour of the person. */
  minimum_age: number | null;
  disposable_domains: readonly string[];
  email_provider_rules: boolean;
  /** In characters (Unicode scalar values). */
  comment_max: number;
  consents: readonly ConsentRequest[];
}

/** What is wrong with a field. Its words are the application's: codes are stable, prose is not. */
export interface FieldError {
  /** A field's name, or `consents.<purpose>`. */
  field: string;
  /** `core/problem-codes.md` lists them. */
  code: string;
  /** The least that would have been right. */
  min?: number;
  /** The most that would have been right. */
  max?: number;
}

/** A draft that may be signed, in the form in which it is stored; fields not asked for are absent. */
export type Signature = Readonly<Record<string, unknown>>;

/** What a draft is worth. */
export type Checked =
  | { ok: Signature; canonical: string; errors?: undefined; hint?: string }
  | { ok?: undefined; canonical?: undefined; errors: FieldError[]; hint?: string };

/** How far a petition is. */
export interface Tally {
  count: number;
  goal: number;
  /** Signatures to the goal. */
  remaining: number;
  /** Of the goal, in thousandths; 1000 only when it is reached. */
  permille: number;
}

/** A way that a message takes. */
export type Channel =
  | "x"
  | "bluesky"
  | "mastodon"
  | "threads"
  | "facebook"
  | "linkedin"
  | "whatsapp"
  | "telegram"
  | "sms"
  | "email"
  | "phone"
  | "letter";

/** The length of a text as its channel counts it. */
export interface Measure {
  length: number;
  /** Null where the channel has none. */
  limit: number | null;
  /** Null where there is no limit; below 0 for what is too long. */
  remaining: number | null;
  /** Messages that it takes: text messages, posts of a thread. */
  parts: number;
  /** Links beyond what the channel lets through. */
  excess_links: number;
  /** Whether the channel counts just so, or this is a bound from above. */
  exact: boolean;
}

/** Who is written to. */
export interface Target {
  id: string;
  name: string;
  kind?: "person" | "company" | "media" | "institution";
  lang?: string;
  family_name?: string;
  gender?: "F" | "M";
  role?: string;
  title?: string;
  constituency?: string;
  group?: string;
  url?: string;
  accounts?: Readonly<Record<string, string>>;
}

/** What a message is made of; `core/src/interpellation/README.md` describes the templates. */
export interface Composition {
  template: string;
  /** Of the template, BCP 47. */
  lang: string;
  targets: readonly Target[];
  given_name?: string;
  family_name?: string;
  locality?: string;
  /** Of the petition. */
  title?: string;
  url?: string;
  count?: string;
}

/** A message, ready to send. */
export interface Composed {
  text: string;
  /** Which of the targets it names, by index. */
  named: number[];
}

/** What a link that opens a message is made of. */
export interface Letter {
  text: string;
  subject?: string;
  /** Addresses, numbers or names, as the channel has them. */
  to?: readonly string[];
  /** The page that is shared. */
  page?: string;
  /** The signer's Mastodon instance. */
  instance?: string;
}

/** An elected person. */
export interface Person {
  id: string;
  given_name: string;
  family_name: string;
  sex: "F" | "M" | null;
  group: { short: string; name: string } | null;
  /** Since when in office, `2024-07-07`. */
  since: string | null;
  email: string | null;
  x: string | null;
  bluesky: string | null;
  mastodon: string | null;
  facebook: string | null;
  instagram: string | null;
  site: string | null;
}

/** A seat, vacant or not. */
export interface Seat {
  /** `75-03`. */
  constituency: string;
  holder: Person | null;
}

/** A commune. */
export interface Place {
  /** INSEE code. */
  code: string;
  name: string;
  /** The constituencies that it is in. */
  seats: string[];
}

/** What a postcode leads to. */
export type Found =
  | { found: "one"; seat: Seat; places: Place[] }
  | { found: "choose_commune"; places: Place[] }
  | { found: "choose_seat"; seats: Seat[]; places: Place[] }
  | { found: "no_deputy"; places: Place[] }
  | { found: "unknown"; seats: Seat[] }
  | { found: "malformed" };

/** A petition as the API publishes it. */
export interface Petition {
  id: string;
  lang: string;
  title: string;
  summary: string;
  text: string[];
  url: string;
  scope: "local" | "national" | "european";
  image: string;
  image_alt: string;
  steps: Step[];
  goals: number[];
  /** RFC 3339, UTC. */
  opens_at: string | null;
  /** RFC 3339, UTC. */
  closes_at: string | null;
  policy: Policy;
  targets: "none" | "deputies" | "senators" | "meps" | { kind: "list"; people: Target[] };
  message: { subject: string; short: string[]; long: string[] };
  share: { text: string };
  privacy: { controller: string; url: string };
  count: number;
}

/** A petition as a card shows it. */
export type Listing = Pick<
  Petition,
  | "id"
  | "lang"
  | "title"
  | "summary"
  | "url"
  | "image"
  | "image_alt"
  | "scope"
  | "count"
  | "goals"
  | "closes_at"
>;
