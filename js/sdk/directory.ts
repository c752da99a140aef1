/** The directory of elected people: static files, one for the first digits of postcodes. */
import type { Core } from "./core.js";
import type { Found, Place, Seat } from "./types.js";

/** The `fetch` to ask with. */
export type Fetch = typeof globalThis.fetch;

interface Manifest {
  shards: Record<string, string>;
  points: string;
}

/**
 * Looks postcodes up. Only the shard's prefix (two digits, three overseas) leaves the device; each
 * file is fetched once.
 */
export class Directory {
  readonly #core: Core;
  readonly #base: string;
  readonly #fetch: Fetch;
  readonly #files = new Map<string, Promise<unknown>>();

  /** `address` is where the directory lies: `https://api.example.org/directory/`. */
  constructor(core: Core, address: string | URL, fetch: Fetch = globalThis.fetch) {
    this.#core = core;
    this.#base = String(address).replace(/\/?$/, "/");
    this.#fetch = (...request) => fetch(...request);
  }

  /** What a French postcode leads to. Throws where the directory can't be had. */
  async find(postcode: string): Promise<Found> {
    const shard = await this.#shard(this.#core.shardOf(postcode));
    return shard ? this.#core.find(shard, postcode) : { found: "malformed" };
  }

  /** Who sits for a constituency of a {@link Place}, near the postcode that led there. */
  async seat(postcode: string, constituency: string): Promise<Seat | undefined> {
    const shard = await this.#shard(this.#core.shardOf(postcode));
    return shard && this.#core.seat(shard, constituency);
  }

  /** Communes of the postcode's département by a part of their name. */
  async search(postcode: string, query: string): Promise<Place[]> {
    const shard = await this.#shard(this.#core.shardOf(postcode));
    return shard ? this.#core.search(shard, query) : [];
  }

  /** Kilometres between two postcodes; undefined where one is not known. */
  async distance(from: string, to: string): Promise<number | undefined> {
    const { points } = await this.#manifest();
    return this.#core.distance(await this.#bytes(points), from, to);
  }

  async #shard(prefix: string | undefined): Promise<Uint8Array | undefined> {
    if (!prefix) return undefined;
    const { shards } = await this.#manifest();
    const name = Object.hasOwn(shards, prefix) ? shards[prefix] : undefined;
    return name ? this.#bytes(name) : undefined;
  }

  #manifest(): Promise<Manifest> {
    return this.#once("manifest.json", (answer) => answer.json() as Promise<Manifest>);
  }

  #bytes(name: string): Promise<Uint8Array> {
    // A name, not a path: a manifest leads nowhere else.
    if (/[/\\:?#]/.test(name)) throw new TypeError(`wesign: ${name} is no name of a file`);
    return this.#once(name, async (answer) => new Uint8Array(await answer.arrayBuffer()));
  }

  #once<T>(name: string, read: (answer: Response) => Promise<T>): Promise<T> {
    let file = this.#files.get(name) as Promise<T> | undefined;
    if (!file) {
      file = this.#load(name, read).catch((reason: unknown) => {
        this.#files.delete(name);
        throw reason;
      });
      this.#files.set(name, file);
    }
    return file;
  }

  async #load<T>(name: string, read: (answer: Response) => Promise<T>): Promise<T> {
    const answer = await this.#fetch(this.#base + name, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    if (!answer.ok) throw new Error(`wesign: ${name}: ${answer.status}`);
    return read(answer);
  }
}
