/**
 * Files the script fetches from beside itself. Each one's digest is built into the script, and the
 * browser refuses a file that does not match (Fetch, "integrity"): who can change a file on the
 * asset host but not the script, which the snippet pins, changes nothing.
 */

/** File name → SRI digest; filled in by the build (`js/tools/build.mjs`). */
declare const WESIGN_DIGESTS: Readonly<Record<string, string>>;

const digests: Record<string, string> = { ...WESIGN_DIGESTS };

/**
 * Adds the digests of files that only later steps fetch: their texts name them, and are pinned
 * themselves, so the first view need not carry what no compressor makes smaller.
 */
export const pin = (later: object): void => {
  Object.assign(digests, later);
};

/** Whether the package has a file of this name. */
export const hasAsset = (name: string): boolean => Object.hasOwn(WESIGN_DIGESTS, name);

/** After this long a load counts as failed: it is dropped, so that trying again asks anew. Milliseconds. */
export const GIVE_UP_AFTER = 30_000;

/**
 * Asks for a file of the package below `base`. `integrity` is the digest of a file that another one,
 * itself checked, names; without it, the digest that is built into the script.
 */
export async function fetchAsset(
  base: string,
  name: string,
  integrity = digests[name],
): Promise<Response> {
  if (!integrity) throw new Error(`${name}: no digest`);
  const response = await fetch(new URL(name, base), {
    // As a preload with crossorigin="anonymous" asks, or the browser would load the file twice. No
    // cookie goes to another origin all the same.
    credentials: "same-origin",
    integrity,
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(GIVE_UP_AFTER),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

const loads = new Map<string, Promise<unknown>>();

/**
 * What `load` makes of the file `name`, asked for once a page, whatever the number of elements; the
 * first one's address serves all. A failed load is forgotten, so that trying again does try again.
 */
export function once<T>(name: string, load: () => Promise<T>): Promise<T> {
  let loading = loads.get(name) as Promise<T> | undefined;
  if (!loading) {
    loading = load().catch((reason: unknown) => {
      loads.delete(name);
      throw reason;
    });
    loads.set(name, loading);
  }
  return loading;
}
