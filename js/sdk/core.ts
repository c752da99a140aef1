/**
 * The rules of wesign without its widget: the same WebAssembly core that the widget and the reference
 * server run, in Node 20 or later, browsers and workers. No page, no network, no clock is touched.
 */
import type {
  Channel,
  Checked,
  Composed,
  Composition,
  Draft,
  Found,
  Letter,
  Measure,
  Place,
  Policy,
  Seat,
  Tally,
} from "./types.js";

/** What `wasm/src/sdk.rs` exports, with the types that wasm-bindgen cannot know. */
export interface Exports {
  check(draft: Draft, policy: Partial<Policy>, now: string): Checked;
  suggest(email: string): string | undefined;
  tally(count: number, goals: readonly number[]): Tally;
  render(channel: Channel, composition: Composition): Composed;
  measure(channel: Channel, text: string, tlds?: string, limit?: number): Measure;
  compose_url(channel: Channel, letter: Letter): string;
  template_errors(template: string, lang: string): string[];
  shard_of(postcode: string): string | undefined;
  find(shard: Uint8Array, postcode: string): Found;
  seat(shard: Uint8Array, constituency: string): Seat | undefined;
  search(shard: Uint8Array, query: string): Place[];
  distance(points: Uint8Array, from: string, to: string): number | undefined;
}

/** The core at work. Its functions throw a `TypeError` for what is no draft, policy, channel … */
export class Core {
  readonly #exports: Exports;

  /** @internal */
  constructor(exports: Exports) {
    this.#exports = exports;
  }

  #call<T>(work: (exports: Exports) => T): T {
    try {
      return work(this.#exports);
    } catch (reason) {
      throw typeof reason === "string" ? new TypeError(`wesign: ${reason}`) : reason;
    }
  }

  /**
   * Checks a draft under a petition's policy: a signature, or every error at once, and a hint where the
   * address looks like a slip. `now` decides ages and is recorded with the consents.
   */
  check(draft: Draft, policy: Partial<Policy> = {}, now = new Date()): Checked {
    return this.#call(({ check }) =>
      check(draft, policy, now.toISOString().replace(/\.\d+Z$/, "Z")),
    );
  }

  /** The address that may have been meant, `a@gmail.com` for `a@gmial.com`; undefined where all is well. */
  suggestEmail(email: string): string | undefined {
    return this.#call(({ suggest }) => suggest(email));
  }

  /** Goal, remainder and progress of a count, by the organiser's goals or, without, the usual ladder. */
  tally(count: number, goals: readonly number[] = []): Tally {
    return this.#call(({ tally }) => tally(count, goals));
  }

  /** The message of a template on a channel. */
  compose(channel: Channel, composition: Composition): Composed {
    return this.#call(({ render }) => render(channel, composition));
  }

  /**
   * The length of a text as a channel counts it. `tlds` is the package's `tlds.txt`, which X needs to
   * tell a bare domain from a word; `limit` that of the Mastodon instance.
   */
  measure(channel: Channel, text: string, more: { tlds?: string; limit?: number } = {}): Measure {
    return this.#call(({ measure }) => measure(channel, text, more.tlds, more.limit));
  }

  /** The link that opens a message. Throws `{ code, length, max }` where the channel does not take it. */
  link(channel: Channel, letter: Letter): string {
    return this.#call(({ compose_url }) => compose_url(channel, letter));
  }

  /** Everything that is wrong with a template, `line:column: code`. */
  templateErrors(template: string, lang: string): string[] {
    return this.#call(({ template_errors }) => template_errors(template, lang));
  }

  /** The shard of the directory that knows a postcode; undefined for what is none. */
  shardOf(postcode: string): string | undefined {
    return this.#call(({ shard_of }) => shard_of(postcode));
  }

  /** What a postcode leads to, in the bytes of its shard. */
  find(shard: Uint8Array, postcode: string): Found {
    return this.#call(({ find }) => find(shard, postcode));
  }

  /** Who sits for a constituency, `75-03`, in the bytes of its shard. */
  seat(shard: Uint8Array, constituency: string): Seat | undefined {
    return this.#call(({ seat }) => seat(shard, constituency));
  }

  /** Communes of a shard by a part of their name. */
  search(shard: Uint8Array, query: string): Place[] {
    return this.#call(({ search }) => search(shard, query));
  }

  /** Kilometres between two postcodes, by the directory's file of points. */
  distance(points: Uint8Array, from: string, to: string): number | undefined {
    return this.#call(({ distance }) => distance(points, from, to));
  }
}
