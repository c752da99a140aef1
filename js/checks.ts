/**
 * How one option is read: its value where it is right, else its default, with the path of what is
 * wrong and what was expected said to the partner. What each option means is in `options.ts`.
 */

/** Tells the partner which option is wrong, by its path, and what was expected. */
export type Report = (path: string, expected: string) => void;

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

/** What a text must be: the check, and how the console says it. */
type Check = readonly [(text: string) => unknown, string];

export const STRING: Check = [() => true, "a string"];
export const COLOR: Check = [(text) => CSS.supports("color", text), "a CSS colour"];
export const among = (list: readonly string[]): Check => [
  (text) => list.includes(text),
  list.join(", "),
];
/** An address that a link or a request may have. */
export const address = (page: string): Check => [
  (text) => /^https?:$/.test(parsed(text, page)?.protocol ?? ""),
  "an http or https address",
];

function parsed(text: string, page: string): URL | undefined {
  try {
    return new URL(text, page);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Reads the options of one element: those that a script gives win over attributes. */
export class Reader {
  readonly #given: Record<string, unknown>;
  readonly #source: Source;

  /** Entries of `given` count that are its own: a polluted prototype sets nothing. */
  constructor(given: object, source: Source) {
    this.#source = source;
    this.#given = { ...this.#snippet(), ...given };
  }

  /** The options that a snippet gives in one attribute, as JSON. */
  #snippet(): object {
    const json = this.#source.attribute("options");
    if (json === null) return {};
    try {
      const given: unknown = JSON.parse(json);
      if (isObject(given)) return given;
    } catch {}
    this.#source.report("options", "a JSON object");
    return {};
  }

  /** An option as it was given. */
  own(name: string): unknown {
    return Object.hasOwn(this.#given, name) ? this.#given[name] : undefined;
  }

  /** A text that is right, `""` for none. */
  text(name: string, [check, expected]: Check = STRING): string {
    for (const text of [this.own(name), this.#source.attribute(name)]) {
      if (text === undefined || text === null || text === "") continue;
      if (typeof text === "string" && check(text)) return text;
      this.#source.report(name, expected);
    }
    return "";
  }

  /** One of a list; the first of them for none. */
  choice<T extends string>(name: string, list: readonly [T, ...T[]]): T {
    return (this.text(name, among(list)) as T) || list[0];
  }

  /** An address to resolve against: it ends in `/`, and has no query. */
  base(name: string, fallback: string): string {
    const text = this.text(name, address(this.#source.url));
    if (!text) return fallback;
    const { origin, pathname } = new URL(text, this.#source.url);
    return origin + pathname.replace(/\/?$/, "/");
  }

  /** A list of names, or an attribute's text (`sign message`, commas or spaces between them). */
  list<T extends string>(name: string, [check, expected]: Check): T[] {
    const given = this.own(name) ?? this.#source.attribute(name) ?? [];
    const list = typeof given === "string" ? given.split(/[\s,]+/).filter(Boolean) : given;
    if (!Array.isArray(list)) {
      this.#source.report(name, `a list of ${expected}`);
      return [];
    }
    return list.filter((entry: unknown, index): entry is T => {
      const right = typeof entry === "string" && Boolean(check(entry));
      if (!right) this.#source.report(`${name}[${index}]`, expected);
      return right;
    });
  }

  /** The entries of an object whose keys and texts are right; it has no prototype. */
  table<K extends string, T extends string>(
    name: string,
    [checkKey, keys]: Check,
    [check, expected]: Check,
  ): Record<K, T> {
    const given = this.own(name);
    const clean: Record<string, string> = Object.create(null);
    if (given !== undefined && !isObject(given)) this.#source.report(name, "an object");
    for (const [key, value] of isObject(given) ? Object.entries(given) : []) {
      if (!checkKey(key)) this.#source.report(`${name}.${key}`, keys);
      else if (typeof value !== "string" || !check(value)) {
        this.#source.report(`${name}.${key}`, expected);
      } else clean[key] = value;
    }
    return clean as Record<K, T>;
  }

  /** Says what is given that is none of these. */
  refuse(known: object): void {
    for (const name of Object.keys(this.#given)) {
      if (!Object.hasOwn(known, name)) this.#source.report(name, Object.keys(known).join(", "));
    }
  }
}
