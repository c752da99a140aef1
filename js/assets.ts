/**
 * Files the script fetches from beside itself. Each one's digest is built into the script, and the
 * browser refuses a file that does not match (Fetch, "integrity"): who can change a file on the
 * asset host but not the script, which the snippet pins, changes nothing.
 */

/** File name → SRI digest; filled in by the build (`js/tools/build.mjs`). */
declare const WESIGN_DIGESTS: Readonly<Record<string, string>>;

/** Asks for a file of the package below `base`. */
export async function fetchAsset(base: string, name: string): Promise<Response> {
  const response = await fetch(new URL(name, base), {
    // As a preload with crossorigin="anonymous" asks, or the browser would load the file twice. No
    // cookie goes to another origin all the same.
    credentials: "same-origin",
    integrity: WESIGN_DIGESTS[name] ?? "",
    referrerPolicy: "no-referrer",
  });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}
